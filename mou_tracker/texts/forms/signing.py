"""From when an agreement is in force, and when it was signed."""

from __future__ import annotations

from mou_tracker.texts.forms.form import ELSEWHERE, OPEN_END, SURVIVES, Form

# So long after the signing is not at the signing.
LATER = (
    "(?:into (?:force|effect)|takes? effect) (?:within |in |after )?{period}|"
    "(?:effective|berlaku) (?:within |in |after )?{period} (?:after|following|setelah)"
)

SIGNING: tuple[Form, ...] = (
    # From when it is in force
    Form(
        "starts",
        "(?:{paper}|dated|made|entered)[^\ue000]{0,700}?(?: {day},? (?:and |but )?(?:is |made |shall be "
        ")?effective(?: as of| on| from)?(?: the)?)? {day},? ?\\([^()]{0,60}?(?:effective|commencement|start) "
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
        "{subject} … {begins}(?: and (?:be )?\\w+)?,? ?(?:{since}|{since} (?:the )?(?:date of )?|tanggal|to "
        "be|this)*,?(?: the| tanggal)* {day}",
        (
            ("This Agreement shall take effect on 1 January 2020.", "2020-01-01"),
            ("Perjanjian ini mulai berlaku sejak tanggal 1 Januari 2020.", "2020-01-01"),
        ),
        ("This Memorandum shall enter into force on the date of the last notification.",),
        unless=f"{OPEN_END}|salary|payment|fiscal",
    ),
    Form(
        "starts",
        '^(?:\\W|\\w{1,3}[.)] )*(?:the )?["“]?(?:effective|commencement|start(?:ing)?) date["”]?(?: (?:of|for) '
        "(?:this |the )?{paper})?(?: \\([^()]*\\))?[,:;]?(?: (?:shall be|will be|is|means|shall mean|of|:))* "
        "?(?:the )?{day}",
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
                "Nota Kesepahaman ini berlaku untuk jangka waktu 5 (lima) tahun terhitung sejak tanggal 1 "
                "Januari 2020 sampai dengan tanggal 31 Desember 2024.",
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
            ("Jangka waktu Perjanjian ini 5 (lima) tahun terhitung sejak tanggal penandatanganan.", "signing"),
        ),
        value="signing",
        unless=f"{OPEN_END}|surviv",
        never=f"notif|ratif|{{day}}|terminat|diakhiri|notice|pemberitahuan|{LATER}",
        rank=2,
    ),
    # When it was signed
    Form(
        "signed",
        "{this_paper}[^;\ue000]{0,600}?(?<![\\w])(?:made|entered|executed|concluded|signed|dated|agreed|as "
        "of)(?![\\w])(?: and (?:\\w+ ){0,3}?\\w+)?(?:,? (?:into|in|at) [^;\ue000]{1,80}?)?(?:,? (?:by and "
        ")?(?:between|among) [^;\ue000]{1,600}?)?,?(?: effective)?(?: this| on| as of| of| the| dated| to be)*,? "
        "{day}",
        (
            ("This Memorandum of Understanding is signed on 2015-11-27 in Bandung.", "2015-11-27"),
            (
                "THIS AGREEMENT is made and entered into as of the 20th day of March, 2018 by and between A and B.",
                "2018-03-20",
            ),
            ("This Agreement is made this ____ day of November 2015 between City A and City B.", "2015-11"),
            ("This LETTER OF INTENT is signed in Suwon on May 7, 2018.", "2018-05-07"),
        ),
        (
            "Recalling the Letter of Intent signed in Bandung on 12 March 2014, the Parties have agreed as follows:",
            "This Memorandum replaces the agreement signed on 12 March 2014.",
        ),
        unless="{recital}",
        never="(?<![\\w])(?:until|through|expires?|terminate[sd]?|continues?|commences?|begins?|amended|supersedes?|replaces?|"
        "pursuant to|(?<!this )letter of intent|to sell|shall|will|amends|that certain)(?![\\w])",
    ),
    Form(
        "signed",
        "(?<![\\w])this (?:[\\w&/,-]+ ){0,6}?(?:agreement|memorandum|contract|mou){of_what}{inserted},? dated(?: "
        "as of| the| this)* {day}",
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
                "IN WITNESS WHEREOF, signed at Bandung on the 27th day of November in the year two thousand "
                "and fifteen.",
                "2015-11-27",
            ),
            ("In witness whereof the Parties have caused their names to be affixed on 27 November 2015.", "2015-11-27"),
        ),
        rank=3,
    ),
    Form(
        "signed",
        "(?:^|[,.] )(?:duly |so )?(?:done|signed|executed|ditandatangani|dibuat) [^;\ue000]{0,80}{day},? "
        "(?:and|dan) (?:at|in|on|di|pada) [^;\ue000]{0,60}{day}",
        (("DONE at Bandung on 5 May 2010 and at Suwon on 7 May 2010.", "2010-05-07"),),
        ("Signed and sealed by those who met on 5 May 2010.",),
        unless="{recital}|letter of intent",
        rank=3,
    ),
    Form(
        "signed",
        "(?:^|[,.] )(?:duly |so |thus |agreed and |done and )*(?:done|signed|executed|concluded|made|given "
        "under (?:our|my|the) hands?)(?: and (?:sealed|seals?)| in duplicate| in [\\w ,()-]{1,60}?)?(?:,? "
        "(?:at|in|on) [^;\ue000]{1,80}?)?,?(?: this| on| the| dated| as of)* {day}(?!,? (?:and|dan) "
        "(?:at|in|on|di|pada) [^;\ue000]{0,60}\ue000d)",
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
                "Pada hari ini Jumat tanggal dua puluh tujuh bulan November tahun dua ribu lima belas, "
                "bertempat di Bandung, kami yang bertanda tangan di bawah ini",
                "2015-11-27",
            ),
        ),
    ),
    Form(
        "signed",
        "(?:^|(?:{this}|demikian|rangkap)[^;\ue000]{0,90}? )(?:telah )?(?:dibuat|ditandatangani|dibuat dan "
        "ditandatangani)(?: dan [\\w]+)?(?: (?:dalam )?rangkap [\\w ()]{1,30}?)?(?: di [^;\ue000]{1,60}?)?,?(?: "
        "pada)?(?: hari \\w+)?,?(?: tanggal)? {day}",
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
        "^(?:[\\w ,.&'’\"“”()-]{0,90}?(?<![\\w])(?:agreement|memorandum|contract|mou)(?![\\w])[\\w "
        ",.&'’\"“”()-]{0,60}? )?(?:\\W)*(?:dated|as of|made as of|made and entered into)(?: as of| the| this| "
        "of|:)* {day}",
        (("Dated as of March 1, 2012", "2012-03-01"), ("SERVICE AGREEMENT dated 1 March 2012", "2012-03-01")),
        ("The amount dated 1 March 2012",),
        unless="{recital}",
        never="amend|pursuant|(?<![\\w])under(?![\\w])|effective|commencement|incorporated|"
        "(?<![\\w])(?:that|to|schedule|annex|lampiran) |"
        "(?<![\\w])the (?:[\\w-]+ ){0,4}?(?:agreement|memorandum|contract|mou)(?![\\w])",
        rank=2,
    ),
    Form(
        "signed",
        "^(?:\\W)*(?:dated|tertanggal|tanggal)(?: as of| the| this| of|:)* {day}\\W*$",
        (
            ("Dated the 4th day of May, 2000.", "2000-05-04"),
            ("Tanggal: 4 Mei 2000", "2000-05-04"),
        ),
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
        "(?:(?<![\\w])(?:date(?: signed)?|tanggal) ?: ?{day}[^\ue000]{0,160}? )*(?<!effective )(?<!trade )(?<!birth "
        ")(?<!expiry )(?<![\\w])(?:date(?: signed)?|tanggal) ?: ?{day}",
        (
            ("By: A. Mayor Title: Mayor Date: 27 November 2015", "2015-11-27"),
            ("Name: A\nTitle: Mayor of B\n\nDate: 27 November 2015", "2015-11-27"),
        ),
        ("Trade date: 27 November 2015", "Effective Date: 27 November 2015"),
        after="{signatory}",
        rank=4,
        needs=("date", "tanggal"),
    ),
)
