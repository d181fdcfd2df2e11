"""THE table of forms: how agreements say when they were signed, how long they last, and how they go on or end.

To read a form: words in braces are lines of `vocabulary`; `{day}`, `{period}`, `{anniversary}`, `{times}` are values;
`…` is a gap within the clause without another value, `~` a short one, `*` any gap. A form holds within one sentence, in
small letters. `unless` names words that make the sentence say something else, `never` words that do so within the part
that the form covers; of the words in `needs` the sentence must hold one, which only saves time. Beside each form stand
sentences that it must read, with the value, and sentences that it must leave alone; the tests run them.
"""

from __future__ import annotations

from msgspec import Struct


class Form(Struct, frozen=True):
    """One way to state one field.

    `value` is what is stated where no value stands in the form. `rank` 1 counts before 2: a lower one is heard only
    where no higher one spoke. `after` is what the sentence before must be.
    """

    field: str
    form: str
    yes: tuple[tuple[str, str], ...]
    no: tuple[str, ...] = ()
    value: str | None = None
    unless: str | None = None
    never: str | None = None
    rank: int = 1
    needs: tuple[str, ...] = ()
    after: str | None = None


OPEN_END = (
    r"(?<![\w])(?:earlier|later|sooner|latest|earliest) (?:of|to occur)|whichever|mana yang lebih|"
    r"but (?:at least|in any event|not later|no later|not earlier)|namun (?:sekurang-kurangnya|paling)"
)
ELSEWHERE = (
    r"(?<![\w])(?:breach|in the event|if|cure|notice|force majeure|liabilit(?:y|ies)|liable|"
    r"amount|charges|fees?|limited|perform|obligations?|books|records|payment|while|upon "
    r"termination|"
    r"terminated by|terminate|{renew}|only|days after|prior to|last day|first day|which|that|"
    r"survive|amend(?:ed|ments?)|apabila|jika|hak|tahap)(?![\w])"
)
# How one leaves is no notice before the end of a period.
LEAVING = (
    "(?:intended |proposed |desired |planned |requested )date of (?:the |its |such )?termination|"
    "(?:intended|proposed|desired) (?:termination|date)|tanggal pengakhiran"
)
# So long after the signing is not at the signing.
LATER = (
    "(?:into (?:force|effect)|takes? effect) (?:within |in |after )?{period}|"
    "(?:effective|berlaku) (?:within |in |after )?{period} (?:after|following|setelah)"
)
SURVIVES = (
    r"surviv|confidential|kerahasiaan|warrant|non-?compet|indemnif|tetap berlaku setelah|"
    r"insurance|statute of limitation"
)

FORMS: tuple[Form, ...] = (
    # How long ---------------------------------------------------------------------------------------------------
    Form(
        "term",
        "{subject} … {lasts} * {for} {a_period_of}{period}(?! (?:prior|before|notice|written|in advance))",
        (
            ("This Memorandum shall remain in force for a period of five (5) years.", "5 years"),
            ("This MoU shall be valid for three years.", "3 years"),
            ("Memorandum Saling Pengertian ini berlaku untuk jangka waktu 5 (lima) tahun.", "5 years"),
            ("Nota Kesepahaman ini berlaku selama 3 (tiga) tahun sejak ditandatangani.", "3 years"),
            (
                "This Agreement shall commence on the Effective Date and shall continue for an initial "
                "term of 18 months.",
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
        unless=f"{OPEN_END}|{SURVIVES}",
        never=ELSEWHERE,
    ),
    Form(
        "term",
        "{subject} … {begins} * (?:and|dan) (?:(?:shall|will|it|thereafter|akan|tetap) ){0,3}{lasts} ~ {for} "
        "{a_period_of}{period}(?! (?:prior|before|notice|written|in advance))",
        (
            ("This Agreement shall come into force as of 1 January 2020 and remain valid for three years.", "3 years"),
            ("Perjanjian ini mulai berlaku pada tanggal 1 Januari 2020 dan berlaku selama 3 (tiga) tahun.", "3 years"),
        ),
        ("This Memorandum shall enter into force on 1 January 2020 and students may stay for one year.",),
        unless=f"{OPEN_END}|{SURVIVES}",
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
        unless=f"{OPEN_END}|{SURVIVES}",
        never=ELSEWHERE,
    ),
    Form(
        "term",
        "{this} (?:akan |hanya |dinyatakan )?berlaku (?:efektif )?{period}(?! (?:setelah|sebelum|"
        "(?:terhitung )?(?:sejak |dari )?(?:tanggal )?(?:pemberitahuan|diberitahukan|diterima|notifikasi)))",
        (("Perjanjian kerja sama ini berlaku 5 (lima) tahun terhitung sejak tanggal ditandatangani.", "5 years"),),
        (
            "Perubahan atas Perjanjian ini berlaku 3 (tiga) bulan setelah diberitahukan.",
            "MoU ini berlaku 30 (tiga puluh) hari sejak tanggal pemberitahuan terakhir.",
        ),
        unless=f"{OPEN_END}|{SURVIVES}",
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
        "{subject} … (?:{ends}) (?:in |within |after |at the end of )?{period} (?:from|after|following) (?:the )?~ "
        "(?:date|signing|signature|execution|effective|hereof|commencement)",
        (("This Memorandum shall expire five years after the date of its signing.", "5 years"),),
        ("This Memorandum may be terminated six months after written notice.",),
        unless=f"{OPEN_END}|notice|breach|days",
        never=ELSEWHERE,
    ),
    Form(
        "term",
        "{this} (?:shall |will )?(?:has|have|is for|be for) an? (?:initial |fixed )?(?:(?:term|"
        "duration|period) of )?{period}(?: (?:initial )?(?:term|duration|period))?",
        (("This Agreement has a five-year term.", "5 years"),),
        unless=f"{OPEN_END}|{SURVIVES}",
        never=ELSEWHERE,
    ),
    Form(
        "term",
        "{subject} … (?:remain|continue|be|is|stay|berlaku|valid|effective|in (?:force|effect)) … "
        "(?:indefinitely|(?:in|for) perpetuity|perpetual(?:ly)?|for an (?:indefinite|unlimited) "
        "(?:period|term|duration|time)|for an undetermined (?:period|time)|tanpa batas waktu|"
        "untuk (?:jangka )?waktu yang tidak (?:terbatas|ditentukan)|untuk selamanya)",
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
        ")?(?:indefinite|unlimited|"
        "indeterminate) (?:duration|term|period|validity)",
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
        "(?:until|unless and until|unless|till|sampai|hingga|sepanjang tidak) (?:(?:it|this "
        "agreement) (?:is|has been|shall be) |such time as it is |sooner |earlier |otherwise "
        ")*(?:terminated|terminat(?:ion|ed) (?:as|pursuant|in accordance|by)|cancell?ed|diakhiri|"
        "salah satu pihak mengakhiri)",
        (("This Agreement shall continue in effect until terminated by either Party.", "indefinite"),),
        ("This Agreement shall remain in force until 31 December 2020 unless terminated earlier.",),
        value="indefinite",
        never="(?<![\\w])for (?:the|a)|period|survive",
        unless=f"{SURVIVES}|{{day}}|{{period}} {{again}}|(?:initial|renewal) term|{{renew}}|completion|until the|"
        "or until|until [^\\w ]",
        rank=2,
        needs=("terminat", "cancel", "diakhiri", "mengakhiri"),
    ),
    # Until when -------------------------------------------------------------------------------------------------
    Form(
        "ends",
        "{subject} … (?:{lasts}|{begins}|for|from) * {until}(?: and including| the)?(?: close of "
        "business on| midnight on| tanggal| and ending on| hari)?,? {day}",
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
        "{subject} … {ends}(?: at [\\w :.,]{1,30})?,?(?: on| at| as of| pada)?(?: the)?(?: close "
        "of business on| midnight,?(?: on)?| tanggal)? {day}",
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
        "{subject} * {day}{inserted},? (?:and (?:\\w+ ){0,4}?)?(?:through|ending(?: on)?|ends?(?: on)?|"
        "expiring(?: on)?|terminat(?:es|ing)(?: on)?|to|until|expir(?:e|es)(?: on)?)(?: and "
        "including)?(?: the)? {day}",
        (
            ("The term of this Agreement is from January 1, 2020 through December 31, 2021.", "2021-12-31"),
            (
                'This Agreement commences on 1 May 2020 (the "Effective Date") and will end on 30 April 2021.',
                "2021-04-30",
            ),
        ),
        unless=f"{OPEN_END}|invoice|payment",
        never=ELSEWHERE,
    ),
    Form(
        "ends",
        "{its_term}(?:… {be}|:) (?:from )?(?:the )?~ {until}(?: and including)?(?: the| tanggal)* {day}",
        (("The initial term of this Agreement is the Effective Date through March 15, 2022.", "2022-03-15"),),
        ("The term of office of the members is until March 15, 2022.",),
        unless=f"{OPEN_END}|{SURVIVES}",
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
        "^(?:\\W|\\w{1,3}[.)] )*(?:the )?(?:expir(?:ation|y)|termination|end(?:ing)?) date(?: of "
        '(?:this )?agreement)?"?[,:;]?(?: (?:shall be|is|means|of|:|shall mean))* {day}',
        (("Expiration Date: August 31, 2006", "2006-08-31"),),
        ("The expiration date of passports is 31 August 2006.",),
        unless=OPEN_END,
    ),
    # From when --------------------------------------------------------------------------------------------------
    Form(
        "starts",
        "(?:{paper}|dated|made|entered)[^\ue000]{0,700}?(?: {day},? (?:and |but )?(?:is |made |shall be )?effective"
        "(?: as of| on| from)?(?: the)?)? {day},? ?\\([^()]{0,60}?(?:effective|commencement|start) "
        "(?:date|day)[^()]{0,40}\\)",
        (
            ('This Agreement is entered into as of October 1, 2019 (the "Effective Date").', "2019-10-01"),
            (
                'This Memorandum dated 1 May 2020, effective as of 1 July 2020 ("Effective Date"), is made by A.',
                "2020-07-01",
            ),
        ),
        ('The lease of October 1, 2019 (the "Lease").',),
        unless="amended|amendment no|(?:original|prior) agreement",
    ),
    Form(
        "starts",
        "{subject} … {begins}(?: and (?:be )?\\w+)?,? ?(?:{since}|{since} (?:the )?(?:date of )?|"
        "tanggal|to be|this)*,?(?: the| tanggal)* {day}",
        (
            ("This Agreement shall take effect on 1 January 2020.", "2020-01-01"),
            ("Perjanjian ini mulai berlaku sejak tanggal 1 Januari 2020.", "2020-01-01"),
        ),
        ("This Memorandum shall enter into force on the date of the last notification.",),
        unless=f"{OPEN_END}|salary|payment|fiscal",
    ),
    Form(
        "starts",
        '^(?:\\W|\\w{1,3}[.)] )*(?:the )?["“]?(?:effective|commencement|start(?:ing)?) '
        'date["”]?(?: (?:of|for) (?:this |the )?{paper})?(?: \\([^()]*\\))?[,:;]?(?: (?:shall be|will be|is|'
        "means|shall mean|of|:))* ?(?:the )?{day}",
        (('"Effective Date" means July 1, 2020.', "2020-07-01"), ("Effective Date: July 1, 2020", "2020-07-01")),
        unless=OPEN_END,
    ),
    Form(
        "starts",
        "{subject} … {period},? (?:{since}|{begins})(?: from| on| as of| sejak| pada| mulai| dari)*(?: the| "
        "tanggal)* {day}",
        (
            ("The term of this Agreement is five years from 1 January 2020.", "2020-01-01"),
            (
                "Nota Kesepahaman ini berlaku untuk jangka waktu 5 (lima) tahun terhitung sejak tanggal 1 Januari 2020 "
                "sampai dengan tanggal 31 Desember 2024.",
                "2020-01-01",
            ),
        ),
        ("The Parties to this Memorandum met for two days from 1 January 2020.",),
        unless=f"{OPEN_END}|{SURVIVES}|notif|terminat|diakhiri|notice|payment|pembayaran",
        never=ELSEWHERE,
    ),
    Form(
        "starts",
        "{heading_term},?(?: from| dari| mulai| sejak| tanggal)* {day}(?= {until})",
        (("Term: from 1 January 2020 to 31 December 2024", "2020-01-01"),),
        ("Term papers from 1 January 2020 to 31 December 2024 are listed.",),
    ),
    Form(
        "starts",
        "{subject} … {begins}(?: * )? ?{since} ~ {signing}{for_sure}",
        (
            ("This Memorandum shall come into force on the date of its signing.", "signing"),
            ("This MoU shall enter into force upon signature by both Parties.", "signing"),
            ("Memorandum Saling Pengertian ini mulai berlaku sejak tanggal penandatanganan.", "signing"),
        ),
        (
            "This Memorandum shall enter into force on the date of the last notification after its signing.",
            "This Memorandum may be amended on the date of its signing.",
        ),
        value="signing",
        unless=OPEN_END,
        never=f"notif|ratif|counterpart|{{day}}|approval|approved|last of the|pemberitahuan|diterima|{LATER}",
        rank=2,
        needs=("signing", "signature", "execution", "signed", "hereof", "of this", "written", "above", "tangan"),
    ),
    Form(
        "starts",
        "{subject} * {period},? (?:{since} ~|{begins}) ?(?:{since} ~)? ?{signing}{for_sure}",
        (
            ("This MoU shall remain in force for a period of five (5) years from the date of its signing.", "signing"),
            (
                "Perjanjian ini berlaku untuk jangka waktu 5 (lima) tahun terhitung sejak tanggal penandatanganan.",
                "signing",
            ),
        ),
        value="signing",
        unless=f"{OPEN_END}|surviv",
        never=f"notif|ratif|{{day}}|terminat|diakhiri|notice|pemberitahuan|{LATER}",
        rank=2,
    ),
    # When it was signed -----------------------------------------------------------------------------------------
    Form(
        "signed",
        "{this_paper}[^;\ue000]{0,600}?(?<![\\w])(?:made|entered|executed|"
        "concluded|signed|dated|agreed|as of)(?![\\w])(?: and (?:\\w+ ){0,3}?\\w+)?(?:,? (?:into|"
        "in|at) [^;\ue000]{1,80}?)?(?:,? (?:by and )?(?:between|among) [^;\ue000]{1,600}?)?,?(?: "
        "effective)?(?: this| on| as of| of| the| dated| to be)*,? {day}",
        (
            ("This Memorandum of Understanding is signed on 2015-11-27 in Bandung.", "2015-11-27"),
            (
                "THIS AGREEMENT is made and entered into as of the 20th day of March, 2018 by and between A and B.",
                "2018-03-20",
            ),
            ("This Agreement is made this ____ day of November 2015 between City A and City B.", "2015-11"),
        ),
        (
            "Recalling the Letter of Intent signed in Bandung on 12 March 2014, the Parties have agreed as follows:",
            "This Memorandum replaces the agreement signed on 12 March 2014.",
        ),
        unless="{recital}",
        never="(?<![\\w])(?:until|through|expires?|terminate[sd]?|continues?|commences?|begins?|"
        "amended|supersedes?|replaces?|pursuant to|letter of intent|to sell|shall|will|amends|"
        "that certain)(?![\\w])",
    ),
    Form(
        "signed",
        "(?<![\\w])this (?:[\\w&/,-]+ ){0,6}?(?:agreement|memorandum|contract|mou){of_what}{inserted},? dated(?: as of|"
        " the| this)* {day}",
        (
            (
                'The Parties agree to the terms of this Cooperation Agreement ("Agreement") dated June 1, 2020.',
                "2020-06-01",
            ),
        ),
        (
            "This Memorandum replaces the agreement dated 12 March 2014.",
            "The annex amends this Agreement dated 12 March 2014.",
        ),
        unless="{recital}|amend|addendum|supersede|replace",
    ),
    Form(
        "signed",
        "(?:^|(?<=[:.] ))(?:\\W)*in (?:witness|evidence|testimony|faith) (?:whereof|thereof),? [^\ue000]{0,260}?{day}",
        (
            (
                "IN WITNESS WHEREOF, signed at Bandung on the 27th day of November in the year two "
                "thousand and fifteen.",
                "2015-11-27",
            ),
        ),
        rank=3,
    ),
    Form(
        "signed",
        "(?:^|[,.] )(?:duly |so )?(?:done|signed|executed|ditandatangani|dibuat) [^;\ue000]{0,80}{day},? (?:and|dan) "
        "(?:at|in|on|di|pada) [^;\ue000]{0,60}{day}",
        (("DONE at Bandung on 5 May 2010 and at Suwon on 7 May 2010.", "2010-05-07"),),
        ("Signed and sealed by those who met on 5 May 2010.",),
        unless="{recital}|letter of intent",
        rank=3,
    ),
    Form(
        "signed",
        "(?:^|[,.] )(?:duly |so |thus |agreed and |done and )*(?:done|signed|executed|concluded|made|given under "
        "(?:our|my|the) "
        "hands?)(?: and (?:sealed|seals?)| in "
        "duplicate| in [\\w ,()-]{1,60}?)?(?:,? (?:at|in|on) [^;\ue000]{1,80}?)?,?(?: this| on| "
        "the| dated| as of)* {day}(?!,? (?:and|dan) (?:at|in|on|di|pada) [^;\ue000]{0,60}\ue000d)",
        (
            ("Signed at Riyadh on 15 Safar 1437 H corresponding to 27 November 2015 G.", "2015-11-27"),
            ("DONE in duplicate at Bandung, on 27 November 2015, in the English language.", "2015-11-27"),
            ("Given under our hands and seals this 5th day of March, 1990, at Fort Worth, Texas.", "1990-03-05"),
            ("Agreed and signed on the 2nd of January, 2023", "2023-01-02"),
        ),
        ("The Letter of Intent signed in Bandung on 12 March 2014.",),
        unless="{recital}|letter of intent",
        rank=3,
    ),
    Form(
        "signed",
        "(?:(?:pada )?hari ini,? ?|^\\W*pada hari ?)(?:[^;\ue000]{0,40}?){day}",
        (
            ("Pada hari Kamis tanggal dua puluh dua bulan Agustus tahun 2019 kami yang bertanda tangan", "2019-08-22"),
            (
                "Pada hari ini Jumat tanggal dua puluh tujuh bulan November tahun dua ribu lima belas, bertempat di "
                "Bandung, kami yang bertanda tangan di bawah ini",
                "2015-11-27",
            ),
        ),
    ),
    Form(
        "signed",
        "(?:^|(?:{this}|demikian|rangkap)[^;\ue000]{0,90}? )(?:telah )?(?:dibuat|ditandatangani|"
        "dibuat dan ditandatangani)(?: dan [\\w]+)?(?: (?:dalam )?rangkap [\\w ()]{1,30}?)?(?: di "
        "[^;\ue000]{1,60}?)?,?(?: pada)?(?: "
        "hari \\w+)?,?(?: tanggal)? {day}",
        (
            ("Ditandatangani di Bandung pada tanggal 27 November 2015.", "2015-11-27"),
            ("Dibuat dalam rangkap 2 (dua) di Suwon pada tanggal 25 Agustus 2016 dalam bahasa Inggris.", "2016-08-25"),
        ),
        ("Letter of Intent yang ditandatangani di Bandung pada tanggal 12 Maret 2014.",),
        unless="{recital}|letter of intent|pernyataan(?! \\w+ ini)",
        rank=3,
    ),
    Form(
        "signed",
        "^(?:[\\w ,.&'’\"“”()-]{0,90}?(?<![\\w])(?:agreement|memorandum|contract|"
        "mou)(?![\\w])[\\w ,.&'’\"“”()-]{0,60}? )?(?:\\W)*(?:dated|as of|made as of|made and "
        "entered into)(?: as of| the| this| of|:)* {day}",
        (("Dated as of March 1, 2012", "2012-03-01"), ("SERVICE AGREEMENT dated 1 March 2012", "2012-03-01")),
        ("The amount dated 1 March 2012",),
        unless="{recital}",
        never="amend|pursuant|(?<![\\w])under(?![\\w])|effective|commencement|incorporated|"
        "(?<![\\w])(?:that|to|schedule|annex|lampiran) |(?<![\\w])the (?:[\\w-]+ ){0,4}?(?:agreement|memorandum|"
        "contract|mou)(?![\\w])",
        rank=2,
    ),
    Form(
        "signed",
        "^(?:\\W)*(?:dated|tertanggal|tanggal)(?: as of| the| this| of|:)* {day}\\W*$",
        (("Dated the 4th day of May, 2000.", "2000-05-04"),),
        ("Whereas the Letter of Intent dated the 4th day of May, 2000, is annexed.",),
        rank=3,
    ),
    Form(
        "signed",
        "^(?:\\W)*{day}\\W*$",
        (("COOPERATION AGREEMENT\n\n20 July 2018", "2018-07-20"),),
        ("REPORT\n\n20 July 2018", "Whereas this is an agreement\n\n20 July 2018"),
        rank=2,
        after="(?:^|\\n)(?!whereas|this|the )[^\\n.;:]{0,80}(?<![\\w])(?:{paper}){of_what}\\s+$",
    ),
    Form(
        "signed",
        "(?:(?<![\\w])(?:date(?: signed)?|tanggal) ?: ?{day}[^\ue000]{0,160}? )*"
        "(?<!effective )(?<!trade )(?<!birth )(?<!expiry )(?<![\\w])(?:date(?: signed)?|tanggal) ?: ?{day}",
        (
            ("By: A. Mayor Title: Mayor Date: 27 November 2015", "2015-11-27"),
            ("Name: A\nTitle: Mayor of B\n\nDate: 27 November 2015", "2015-11-27"),
        ),
        ("Trade date: 27 November 2015", "Effective Date: 27 November 2015"),
        after="{signatory}",
        rank=4,
        needs=("date", "tanggal"),
    ),
    # How it goes on ---------------------------------------------------------------------------------------------
    Form(
        "renewal.mode",
        "(?:{subject}|{again}|it|thereafter|such|term|parties) * (?:{by_itself} (?:be |been "
        ")?{goes_on}|{renew} (?:… )?{by_itself})",
        (
            ("This Agreement shall be automatically renewed for successive periods of five years.", "automatic"),
            ("Memorandum ini diperpanjang secara otomatis untuk jangka waktu 5 (lima) tahun.", "automatic"),
        ),
        ("This Agreement shall not be automatically renewed.",),
        value="automatic",
        unless="(?<![\\w])(?:shall|will|does|may) not (?:be |so )?(?:{by_itself}|{renew})|no "
        "{by_itself}|tidak (?:dapat )?(?:secara otomatis|diperpanjang)|may not|force majeure|"
        "suspen",
        needs=("automatic", "tacit", "otomatis", "sendirinya", "diam-diam"),
    ),
    Form(
        "renewal.mode",
        "{by_itself} (?:{period} (?:term |period )?)?{renew}|{by_itself} (?:\\w+ )?(?:for|"
        "berlaku)(?: \\w+){0,3} {again}",
        (("The initial term is three years, with automatic renewal for successive one-year terms.", "automatic"),),
        ("There shall be no automatic renewal of this Agreement.",),
        value="automatic",
        unless="(?<![\\w])not (?:be |so )?(?:{by_itself}|{renew})|no {by_itself}|tidak |without {by_itself}",
        needs=("automatic", "tacit", "otomatis", "sendirinya", "diam-diam"),
    ),
    Form(
        "renewal.mode",
        "(?:{subject}|it|(?<=thereafter)) * (?:shall|will) (?:thereafter )?(?:be )?(?:(?:renew|renewed|extended|"
        "continue)(?: thereafter)? * (?:{again}|from)|(?:renewed|extended) indefinitely) * {unless} * {notice}",
        (
            (
                "This Agreement shall be renewed for successive periods of one year unless either Party gives notice.",
                "automatic",
            ),
            (
                "This Charter lasts ten years and thereafter shall be extended indefinitely unless a Party notifies "
                "the "
                "others.",
                "automatic",
            ),
        ),
        (
            "This Agreement may be renewed for further periods unless funds are lacking, upon notice.",
            "This Agreement shall continue indefinitely unless either City gives one year's notice.",
        ),
        value="automatic",
        unless="may be|not be|{agreeing}",
        rank=2,
        needs=("unless", "except", "neither", "kecuali", "tidak"),
    ),
    Form(
        "renewal.mode",
        "{subject} * (?:shall|will) (?:thereafter )?(?:be )?(?:renew|renewed|extended)(?: thereafter)? for (?:an?|the)?"
        "(?: following)? ?{period} * {unless} * {notice}",
        (
            (
                "This Memorandum shall be extended for three years unless a Party gives notice of termination before.",
                "automatic",
            ),
        ),
        ("This Memorandum may be extended for three years unless a Party gives notice.",),
        value="automatic",
        unless="may be|not be|{agreeing}",
        rank=2,
    ),
    Form(
        "renewal.mode",
        "{subject} * (?:remain|continue)s? (?:valid|effective|in (?:full )?(?:force|effect))(?: thereafter)? for "
        "(?:an? |the )?"
        "(?:{again} ){1,2}(?:terms? of |periods? of )?{period} * {unless}",
        (
            (
                "This Agreement lasts for two years and shall remain in force for additional two-year periods unless "
                "it "
                "is denounced.",
                "automatic",
            ),
        ),
        ("This Agreement shall remain in force for a period of two years unless it is denounced.",),
        value="automatic",
        unless="may be|not be|{agreeing}",
        rank=2,
    ),
    Form(
        "renewal.mode",
        "{unless} * (?:{notice}|denounced|terminated) * {this} (?:shall|will) (?:then |thereafter )?(?:be )?{renew} "
        "* {again}",
        (
            (
                "Unless it is denounced in writing before, this Convention shall be renewed for successive periods "
                "of two "
                "years.",
                "automatic",
            ),
        ),
        ("Unless notice is given, this Memorandum may be renewed for successive periods.",),
        value="automatic",
        unless="may be|not be|{agreeing}",
        rank=2,
        needs=("unless", "except"),
    ),
    Form(
        "renewal.mode",
        "(?:(?:shall|will|does|do) not (?:be )?(?:{by_itself} )?{renew}(?: {by_itself})?|no "
        "{by_itself} {renew}|not (?:be )?{by_itself} {renew}|tidak (?:dapat )?diperpanjang)(?! "
        "(?:unless|except|without|kecuali))",
        (("This Agreement shall not be automatically renewed.", "none"),),
        (
            "If the Parties do not renew this Agreement, programmes under way are completed.",
            "Dalam hal Perjanjian ini tidak diperpanjang, kegiatan yang berjalan tetap diselesaikan.",
        ),
        value="none",
        unless="(?<![\\w])if (?!.{0,20}no )|{agreeing}|apabila|dalam hal|jika|bila|mempengaruhi|in "
        "case|event|election|intent|notif|elect|notice",
        needs=("not ", "no ", "tidak "),
    ),
    Form(
        "renewal.mode",
        "(?:{subject}|it|which|dan|and) * (?:may be|can be|could be|dapat|bisa) (?:\\w+ )?{renew} * {agreeing}",
        (
            (
                "This Memorandum may be extended for a further period of three years by mutual written "
                "consent of the "
                "Parties.",
                "by-agreement",
            ),
            ("Nota Kesepahaman ini dapat diperpanjang atas persetujuan Para Pihak.", "by-agreement"),
        ),
        ("This Memorandum may be amended by mutual consent.",),
        value="by-agreement",
        unless="{by_itself} (?:be )?{renew}|deadline|time limit",
        rank=3,
        needs=(
            "agree",
            "consent",
            "accord",
            "approv",
            "arrangement",
            "understanding",
            "setuju",
            "sepakat",
            "konsensus",
            "wish",
        ),
    ),
    Form(
        "renewal.mode",
        "(?:{agreeing} * {subject} * (?:may|can|shall|dapat)(?: be)? {renew}|{may} {renew} "
        "(?:\\w+ ){0,3}(?:{paper}) * {agreeing})",
        (("By mutual consent of the Parties this Memorandum may be renewed.", "by-agreement"),),
        value="by-agreement",
        unless="{by_itself} (?:be )?{renew}|deadline|time limit",
        rank=3,
        needs=(
            "agree",
            "consent",
            "accord",
            "approv",
            "arrangement",
            "understanding",
            "setuju",
            "sepakat",
            "konsensus",
            "wish",
        ),
    ),
    Form(
        "renewal.mode",
        "(?:{subject}|it|which|dan|and) * (?:shall |will |may )?(?:be )?{renew} … (?:only "
        ")?(?:if|by|upon|with|through|subject to|on the basis of) (?:the |a |an )?~ {agreeing}",
        (("This Memorandum is renewable by mutual written agreement.", "by-agreement"),),
        value="by-agreement",
        unless="{by_itself} (?:be )?{renew}|deadline|time limit|continue",
        rank=3,
        needs=(
            "agree",
            "consent",
            "accord",
            "approv",
            "arrangement",
            "understanding",
            "setuju",
            "sepakat",
            "konsensus",
            "wish",
        ),
    ),
    Form(
        "renewal.period",
        "(?:{subject}|{by_itself}|{again}|it|which|thereafter|term|parties|option|dan|and|right) "
        "* (?:{renew}|{by_itself} {goes_on}) … (?:(?:for|by|of|to|in|on|selama|untuk) "
        ")?(?:(?:an?|the|up to|each|jangka waktu|periode|masa|one|two|three|four|five) "
        "){0,3}(?:\\([0-9]+\\) )?(?:{again}(?:,| and|ly)? ?){0,3}(?:terms? |periods? )?(?:of "
        ")?(?:(?:an? )?{again} )?(?:(?:not (?:exceeding|to exceed)) )?{period}(?! (?:prior|"
        "before|notice|written|in advance|advance|of prior|of the|after|from the date of))",
        (
            ("This Agreement shall be automatically renewed for successive periods of five years.", "5 years"),
            ("This Memorandum may be extended for a further period of three years.", "3 years"),
            ("Nota Kesepahaman ini dapat diperpanjang untuk jangka waktu 2 (dua) tahun.", "2 years"),
        ),
        ("This Agreement may be renewed upon notice of ninety days prior to its expiry.",),
        unless="deadline|(?<![\\w])cure|grace|term (?:shall|will) extend for|suspen|force majeure",
        never="{unless}|{at_least}|(?<![\\w])(?:notice|notif\\w+|(?<!under the )(?<!on the )same|sama|equal)(?![\\w])",
    ),
    Form(
        "renewal.period",
        "{subject} * {renew} (?:only |hanya |sebanyak |up to |paling banyak )?{times} (?:for|untuk|selama) "
        "{a_period_of}"
        "{period}(?! (?:prior|before|notice))",
        (("Memorandum ini dapat diperpanjang 1 (satu) kali untuk jangka waktu 3 (tiga) tahun.", "3 years"),),
    ),
    Form(
        "renewal.period",
        "{subject} * (?:remain|continue)s? (?:valid|effective|in (?:full )?(?:force|effect))(?: thereafter)? for "
        "(?:an? |the )?"
        "(?:{again} ){1,2}(?:terms? of |periods? of )?{period}",
        (
            (
                "This Agreement shall remain in force for a further 10-year period, unless a Party denounces it.",
                "10 years",
            ),
        ),
        ("The provisions on investments shall remain in force for a further period of ten years.",),
        unless="{agreeing}|surviv|may be|provisions of|in the event",
    ),
    Form(
        "renewal.times",
        "{subject} * {renew} * (?:only |at most |up to |maximum of |paling banyak |sebanyak )?{times}(?! per| the| in)",
        (("This Memorandum may be extended twice.", "2"), ("Perjanjian ini dapat diperpanjang satu kali.", "1")),
        unless="{by_itself} not",
    ),
    # By when to say that it is not to go on -------------------------------------------------------------------------
    Form(
        "renewal.notice",
        "{by_itself} * (?:{unless}|until) * (?:{notice}|terminat\\w+) * {period}['’]?(?: of)?(?: "
        "(?:prior|written|advance|notice))*,? ~ {before} * {expiry}",
        (
            (
                "This Agreement shall be automatically renewed for one year unless either Party notifies "
                "the other in "
                "writing of its intention not to renew at least six months before the expiry of the current period.",
                "6 months",
            ),
        ),
        ("This MoU may be terminated by either Party by giving six (6) months written notice to the other Party.",),
        unless=LEAVING,
    ),
    Form(
        "renewal.notice",
        "{by_itself} * (?:{unless}|until) * {period}['’]?(?: of)?(?: \\w+){0,3} {notice}(?! of (?:breach|default))",
        (("It renews automatically each year unless either Party gives 60 days prior written notice.", "60 days"),),
        rank=2,
        unless=LEAVING,
    ),
    Form(
        "renewal.notice",
        "{unless} * {notice} * {period}['’]?(?: \\w+){0,3} ~ {before} * {expiry} * {by_itself}",
        (
            (
                "Unless either Party gives notice at least 60 days prior to the end of the term, this "
                "Agreement shall "
                "automatically renew.",
                "60 days",
            ),
        ),
        unless=LEAVING,
    ),
    Form(
        "renewal.notice",
        "{unless} * {period}['’]?(?: \\w+){0,3} ~ {before} * {expiry} * {notice} * {by_itself}",
        (
            (
                "Unless, at least 60 days before the end of the term, a Party gives written notice, this "
                "Agreement shall "
                "automatically renew.",
                "60 days",
            ),
        ),
        unless=LEAVING,
    ),
    Form(
        "renewal.notice",
        "(?:shall|will) (?:thereafter )?(?:be )?{renew} * {unless},? ~ {period} {before} * {expiry} * {notice}",
        (
            (
                "This Charter shall be extended for the following ten-year periods unless, one year before the end "
                "of a "
                "period, a Party notifies the other that it denounces it.",
                "1 year",
            ),
        ),
        ("This Charter may be extended unless, one year before its end, a Party gives notice.",),
        unless=f"{{agreeing}}|may be|{LEAVING}",
        rank=2,
    ),
    Form(
        "renewal.notice",
        "(?:(?:shall|will) (?:thereafter )?(?:be )?{renew}|(?:remain|continue)s? in (?:force|effect) for (?:an? "
        ")?{again}) * "
        "{unless} * (?:{notice}|denounc\\w+) * {period}['’]?(?: \\w+){0,3} ~ {before} * {expiry}",
        (
            (
                "This Charter lasts ten years and thereafter shall be extended indefinitely unless denounced in "
                "writing by "
                "a Party twelve (12) months before its expiration.",
                "12 months",
            ),
        ),
        ("This Charter may be extended unless denounced in writing twelve months before its expiration.",),
        unless=f"{{agreeing}}|may be|{LEAVING}",
        rank=2,
    ),
    Form(
        "renewal.notice",
        "(?:(?:shall|will) (?:thereafter )?(?:be )?{renew}|(?:remain|continue)s? in (?:force|effect) for (?:an? "
        ")?{again}) * "
        "{unless} * {period}['’]?(?: of)?(?: \\w+){0,3} {notice}(?: of)? (?:the |its |that )?(?:intention|{expiry})",
        (
            (
                "This Agreement shall remain in force for a further 10-year period, unless a Party ends it with a "
                "one-year "
                "notice of the expiry date.",
                "1 year",
            ),
        ),
        unless=f"{{agreeing}}|may be|{LEAVING}",
        rank=2,
    ),
    Form(
        "renewal.notice",
        "{unless} * {period}['’]? {before} * {expiry} * {this} (?:shall|will) (?:then |thereafter )?(?:be )?{renew} "
        "* {again}",
        (
            (
                "Unless it is denounced in writing six months before the expiry of that period, this Convention "
                "shall be "
                "renewed for successive periods of two years.",
                "6 months",
            ),
        ),
        unless=f"{{agreeing}}|may be|{LEAVING}",
        rank=2,
    ),
    Form(
        "renewal.notice",
        "(?:not to {renew}|non-?renewal|not be {renew}|not wish to {renew}|not (?:intend|want|"
        "desire) to {renew}|tidak memperpanjang) * {at_least} {period}['’]?(?: \\w+){0,3} ~ "
        "{before} * {expiry}",
        (
            (
                "Either Party may give notice of its decision not to renew at least 90 days before the "
                "end of the term.",
                "90 days",
            ),
        ),
        unless=f"{{agreeing}}|{LEAVING}",
    ),
    Form(
        "renewal.notice",
        "{renew} * {again} * {unless} * {notice} * {period}['’]?(?: \\w+){0,3} ~ {before} * {expiry}",
        (
            (
                "This Agreement shall be renewed for successive periods of one year unless either Party "
                "gives written "
                "notice at least 90 days prior to the end of the term.",
                "90 days",
            ),
        ),
        unless=f"{{agreeing}}|{LEAVING}",
        rank=2,
    ),
    Form(
        "extension.notice",
        "{renew} * (?:{agreeing}|{notice}|dilakukan|requested|made) * {at_least} "
        "{period}['’]?(?: \\w+){0,3} ~ {before} * {expiry}",
        (
            (
                "This Memorandum may be extended by mutual consent, to be requested at least six months "
                "before its expiry.",
                "6 months",
            ),
        ),
        unless="{by_itself}|{unless}|not to {renew}",
    ),
    Form(
        "extension.notice",
        "{agreeing} * {renew} * {at_least} {period}['’]?(?: \\w+){0,3} ~ {before} * {expiry}",
        (
            (
                "Atas kesepakatan Para Pihak Perjanjian ini diperpanjang dengan pemberitahuan paling "
                "lambat 3 (tiga) bulan sebelum "
                "berakhirnya Perjanjian ini.",
                "3 months",
            ),
        ),
        unless="{by_itself}|{unless}|not to {renew}",
    ),
    Form(
        "extension.notice",
        "{renew} ~ {at_least} {period}['’]? {before} ~ {expiry}",
        (
            (
                "Para Pihak membahas rancangan perpanjangan kerja sama ini selambat-lambatnya 3 (tiga) bulan sebelum "
                "berakhirnya Perjanjian ini.",
                "3 months",
            ),
            ("A request for extension shall be made at least two months before the expiry of this MoU.", "2 months"),
        ),
        unless="{by_itself}|{unless}|not to {renew}",
        rank=2,
    ),
    # How one may leave ----------------------------------------------------------------------------------------------
    Form(
        "termination.notice",
        "{unless} ~ {leave} * {notice} * {period}['’]?(?: \\w+){0,2} {before} ~ "
        "(?:(?:intended|proposed|desired|planned) "
        "~ termination|tanggal pengakhiran)",
        (
            (
                "This Memorandum shall remain in force for five years and may be extended, unless either Party "
                "terminates "
                "it by giving a written notification at least 6 (six) months prior to the intended date of "
                "termination.",
                "6 months",
            ),
            (
                "Memorandum ini berlaku 5 (lima) tahun dan dapat diperpanjang, kecuali salah satu Pihak mengakhirinya "
                "dengan pemberitahuan tertulis sekurang-kurangnya 6 (enam) bulan sebelum tanggal pengakhiran.",
                "6 months",
            ),
        ),
        unless="breach|default|cure|remed|insolv|bankrupt",
    ),
    Form(
        "termination.notice",
        "(?:{subject}|part(?:y|ies)|pihak|side|city|institution) * {leave} * {period}['’]?(?: "
        "of)?(?: \\w+){0,4} {notice}",
        (
            (
                "This MoU may be terminated by either Party by giving six (6) months written notice to "
                "the other Party.",
                "6 months",
            ),
            ("Either Party may terminate this Memorandum upon thirty (30) days' prior written notice.", "30 days"),
            ("Either city may end this agreement by giving one year's written notice.", "1 year"),
        ),
        ("Either Party may terminate if the other fails to cure a breach within thirty days after written notice.",),
        unless="breach|default|cure|remed|insolv|bankrupt|{by_itself}|change of control|fail|violat|"
        "non-?payment|surviv|not to {renew}|{renew}",
    ),
    Form(
        "termination.notice",
        "(?:{subject}|part(?:y|ies)|pihak) * {leave} * {notice} * {period} (?:\\w+ )?(?:before|"
        "prior to|in advance|sebelum|lebih awal|terlebih dahulu)",
        (
            (
                "Salah satu Pihak dapat mengakhiri Memorandum ini dengan pemberitahuan tertulis 6 (enam) bulan "
                "sebelumnya.",
                "6 months",
            ),
            (
                "This Memorandum may be terminated by either Party by written notice at least three "
                "months prior to the "
                "intended date of termination.",
                "3 months",
            ),
        ),
        unless="breach|default|cure|remed|insolv|bankrupt|{by_itself}|change of control|fail|violat|"
        "non-?payment|surviv|not to {renew}|{renew}",
    ),
    Form(
        "termination.notice",
        "{notice} * (?:{leave}) * {period} (?:\\w+ ){0,3}(?:before|prior to|in advance|sebelum|lebih awal)",
        (
            (
                "A Party which wishes to notify its decision to terminate this Memorandum shall do so 90 "
                "days in advance.",
                "90 days",
            ),
        ),
        unless="breach|default|cure|remed|insolv|bankrupt|{by_itself}|change of control|fail|violat|"
        "non-?payment|surviv|not to {renew}|{renew}",
    ),
    Form(
        "termination.notice",
        "(?:denunciation|termination|withdrawal|pengakhiran) (?:shall|will|akan)? ?(?:take effect|become effective|be "
        "effective|berlaku) {period} (?:after|following|from|setelah|sejak) ~ {notice}",
        (
            (
                "Either Party may denounce this Charter; the denunciation shall take effect twelve months after the "
                "notification has been received.",
                "12 months",
            ),
        ),
        ("The termination shall take effect thirty days after notice of the breach.",),
        unless="breach|default|cure|remed|insolv|bankrupt|change of control|fail|violat",
    ),
)
