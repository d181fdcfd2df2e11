"""How long an agreement lasts, and until when."""

from __future__ import annotations

from mou_tracker.texts.forms.form import ELSEWHERE, OPEN_END, OPEN_OR_SURVIVING, SURVIVES, Form

# "Five years prior", "two years notice": no term.
NO_NOTICE = "(?! (?:prior|before|notice|written|in advance))"

TERMS: tuple[Form, ...] = (
    # How long
    Form(
        "term",
        "{subject} … {lasts} * {for} {a_period_of}{period}" + NO_NOTICE,
        (
            ("This Memorandum shall remain in force for a period of five (5) years.", "5 years"),
            ("This MoU shall be valid for three years.", "3 years"),
            ("Memorandum Saling Pengertian ini berlaku untuk jangka waktu 5 (lima) tahun.", "5 years"),
            ("Nota Kesepahaman ini berlaku selama 3 (tiga) tahun sejak ditandatangani.", "3 years"),
            (
                "This Agreement shall commence on the Effective Date and shall continue for an initial term of "
                "18 months.",
                "18 months",
            ),
            ("The initial term of this Memorandum is for a period of three years.", "3 years"),
        ),
        (
            "This Article shall survive the termination of this Agreement and continue in force for three years.",
            "Each Party shall keep the information received under this Memorandum confidential for five years.",
            "Students may stay for a period of two semesters; each exchange lasts one year.",
            "The Letter of Intent shall remain in force for a period of one year.",
        ),
        unless=OPEN_OR_SURVIVING,
        never=ELSEWHERE,
    ),
    Form(
        "term",
        "{subject} … {begins} * (?:and|dan) (?:(?:shall|will|it|thereafter|akan|tetap) ){0,3}{lasts} ~ {for} "
        "{a_period_of}{period}" + NO_NOTICE,
        (
            ("This Agreement shall come into force as of 1 January 2020 and remain valid for three years.", "3 years"),
            ("Perjanjian ini mulai berlaku pada tanggal 1 Januari 2020 dan berlaku selama 3 (tiga) tahun.", "3 years"),
        ),
        ("This Memorandum shall enter into force on 1 January 2020 and students may stay for one year.",),
        unless=OPEN_OR_SURVIVING,
        never=ELSEWHERE,
    ),
    Form(
        "term",
        "{its_term}(?:… {lasts}|:|… {be}) (?:~ )?{a_period_of}{period}(?! (?:prior|before|notice|written|after))",
        (
            ("The term of this Agreement shall be five (5) years.", "5 years"),
            ("Jangka waktu Perjanjian ini adalah 2 (dua) tahun.", "2 years"),
        ),
        ("The term of the licence granted to students is one year.",),
        unless=OPEN_OR_SURVIVING,
        never=ELSEWHERE,
    ),
    Form(
        "term",
        "{this} (?:akan |hanya |dinyatakan )?berlaku (?:efektif )?{period}(?! (?:setelah|sebelum|(?:terhitung "
        ")?(?:sejak |dari )?(?:tanggal )?(?:pemberitahuan|diberitahukan|diterima|notifikasi)))",
        (("Perjanjian kerja sama ini berlaku 5 (lima) tahun terhitung sejak tanggal ditandatangani.", "5 years"),),
        (
            "Perubahan atas Perjanjian ini berlaku 3 (tiga) bulan setelah diberitahukan.",
            "MoU ini berlaku 30 (tiga puluh) hari sejak tanggal pemberitahuan terakhir.",
        ),
        unless=OPEN_OR_SURVIVING,
    ),
    Form(
        "term",
        "{subject} … {lasts} * {until} (?:the )?~ {anniversary}",
        (("This Agreement shall remain in force until the fifth (5th) anniversary of its signing.", "5 years"),),
        unless=OPEN_END,
    ),
    Form(
        "term",
        "{subject} … {ends} * (?:on|at|upon) (?:the )?~ {anniversary}",
        (("This Memorandum shall expire on the third anniversary of its signing.", "3 years"),),
        unless=OPEN_END,
    ),
    Form(
        "term",
        "{subject} … (?:{ends}) (?:in |within |after |at the end of )?{period} (?:from|after|following) (?:the "
        ")?~ (?:date|signing|signature|execution|effective|hereof|commencement)",
        (("This Memorandum shall expire five years after the date of its signing.", "5 years"),),
        ("This Memorandum may be terminated six months after written notice.",),
        unless=f"{OPEN_END}|notice|breach|days",
        never=ELSEWHERE,
    ),
    Form(
        "term",
        "{this} (?:shall |will )?(?:has|have|is for|be for) an? (?:initial |fixed "
        ")?(?:(?:term|duration|period) of )?{period}(?: (?:initial )?(?:term|duration|period))?",
        (("This Agreement has a five-year term.", "5 years"),),
        unless=OPEN_OR_SURVIVING,
        never=ELSEWHERE,
    ),
    Form(
        "term",
        "{subject} … (?:remain|continue|be|is|stay|berlaku|valid|effective|in (?:force|effect)) … "
        "(?:indefinitely|(?:in|for) perpetuity|perpetual(?:ly)?|for an (?:indefinite|unlimited) "
        "(?:period|term|duration|time)|for an undetermined (?:period|time)|tanpa batas waktu|untuk (?:jangka "
        ")?waktu yang tidak (?:terbatas|ditentukan)|untuk selamanya)",
        (
            ("This Agreement shall remain in force for an indefinite period.", "indefinite"),
            ("Kesepakatan Bersama ini berlaku untuk jangka waktu yang tidak terbatas.", "indefinite"),
        ),
        ("The confidentiality obligations shall continue indefinitely.",),
        value="indefinite",
        unless=SURVIVES,
        rank=2,
        needs=("indefinit", "perpet", "undetermined", "unlimited", "tanpa batas", "tidak ", "selamanya"),
    ),
    Form(
        "term",
        "{this} (?:shall |will )?(?:has|have|is of|be of|is concluded for|be concluded for) (?:an? "
        ")?(?:indefinite|unlimited|indeterminate) (?:duration|term|period|validity)",
        (
            ("This Charter shall have an indefinite duration.", "indefinite"),
            ("This Agreement is of unlimited duration.", "indefinite"),
        ),
        ("The licence under this Agreement is of unlimited duration.",),
        value="indefinite",
        unless=SURVIVES,
        rank=2,
        needs=("indefinite", "unlimited", "indeterminate"),
    ),
    Form(
        "term",
        "{subject} … (?:remain|continue|be (?:effective|in)|stay|berlaku|in (?:full )?(?:force|effect)) … "
        "(?:until|unless and until|unless|till|sampai|hingga|sepanjang tidak) (?:(?:it|this agreement) "
        "(?:is|has been|shall be) |such time as it is |sooner |earlier |otherwise "
        ")*(?:terminated|terminat(?:ion|ed) (?:as|pursuant|in accordance|by)|cancell?ed|diakhiri|salah satu "
        "pihak mengakhiri)",
        (("This Agreement shall continue in effect until terminated by either Party.", "indefinite"),),
        ("This Agreement shall remain in force until 31 December 2020 unless terminated earlier.",),
        value="indefinite",
        never="(?<![\\w])for (?:the|a)|period|survive",
        unless=SURVIVES
        + "|{day}|{period} {again}|(?:initial|renewal) term|{renew}|completion|until the|or until|until [^\\w ]",
        rank=2,
        needs=("terminat", "cancel", "diakhiri", "mengakhiri"),
    ),
    # Until when
    Form(
        "ends",
        "{subject} … (?:{lasts}|{begins}|for|from) * {until}(?: and including| the)?(?: close of business on| "
        "midnight on| tanggal| and ending on| hari)?,? {day}",
        (
            (
                "This Agreement shall begin on the Effective Date and shall continue until December 31, 2020.",
                "2020-12-31",
            ),
            ("Nota Kesepahaman ini berlaku sampai dengan tanggal 31 Desember 2020.", "2020-12-31"),
        ),
        ("Invoices under this Agreement shall be paid until December 31, 2020.",),
        unless=f"{OPEN_END}|{SURVIVES}|(?:renewed|extended) until",
        never=ELSEWHERE,
    ),
    Form(
        "ends",
        "{subject} … {ends}(?: at [\\w :.,]{1,30})?,?(?: on| at| as of| pada)?(?: the)?(?: close of business "
        "on| midnight,?(?: on)?| tanggal)? {day}",
        (
            ("This Memorandum shall expire on 31 December 2020.", "2020-12-31"),
            ("Perjanjian ini berakhir pada tanggal 31 Desember 2020.", "2020-12-31"),
        ),
        ("The Letter of Intent shall expire on 31 December 2020.",),
        unless=OPEN_END,
    ),
    Form(
        "ends",
        "{subject} * (?:,|and|dan) (?:shall |will |akan )?{ends} (?:on|pada)(?: the| tanggal)* {day}",
        (
            (
                "Masa berlaku Nota Kesepahaman ini adalah 3 (tiga) tahun dan akan berakhir pada tanggal 14 Maret 2026.",
                "2026-03-14",
            ),
        ),
        ("This Memorandum lists the programmes; the first starts in May and ends on 14 March 2026.",),
        unless=OPEN_END,
        never=ELSEWHERE,
    ),
    Form(
        "ends",
        "{subject} * {day}{inserted},? (?:and (?:\\w+ ){0,4}?)?(?:through|ending(?: on)?|ends?(?: "
        "on)?|expiring(?: on)?|terminat(?:es|ing)(?: on)?|to|until|expir(?:e|es)(?: on)?)(?: and "
        "including)?(?: the)? {day}",
        (
            ("The term of this Agreement is from January 1, 2020 through December 31, 2021.", "2021-12-31"),
            (
                'This Agreement commences on 1 May 2020 (the "Effective Date") and will end on 30 April 2021.',
                "2021-04-30",
            ),
            ("The initial term of this Agreement: 1 January 2020 to 31 December 2021.", "2021-12-31"),
        ),
        unless=f"{OPEN_END}|invoice|payment",
        never=ELSEWHERE,
    ),
    Form(
        "ends",
        "{its_term}(?:… {be}|:) (?:from )?(?:the )?~ {until}(?: and including)?(?: the| tanggal)* {day}",
        (
            ("The initial term of this Agreement is the Effective Date through March 15, 2022.", "2022-03-15"),
            ("The term of this Agreement: the opening day until 15 March 2022.", "2022-03-15"),
        ),
        ("The term of office of the members is until March 15, 2022.",),
        unless=OPEN_OR_SURVIVING,
        never=ELSEWHERE,
    ),
    Form(
        "ends",
        "{heading_term},?(?: from| dari| mulai| sejak| tanggal)* {day} {until}(?: the| tanggal)* {day}",
        (
            ("Term: from 1 January 2020 to 31 December 2024", "2024-12-31"),
            ("Jangka waktu: 1 Januari 2020 s.d. 31 Desember 2024", "2024-12-31"),
        ),
        ("Term papers from 1 January 2020 to 31 December 2024 are listed.",),
    ),
    Form(
        "ends",
        "^(?:\\W|\\w{1,3}[.)] )*(?:the )?(?:expir(?:ation|y)|termination|end(?:ing)?) date(?: of (?:this "
        ')?agreement)?"?[,:;]?(?: (?:shall be|is|means|of|:|shall mean))* {day}',
        (("Expiration Date: August 31, 2006", "2006-08-31"),),
        ("The expiration date of passports is 31 August 2006.",),
        unless=OPEN_END,
    ),
)
