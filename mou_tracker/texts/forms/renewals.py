"""How an agreement goes on: by itself or by consent, for how long, how often."""

from __future__ import annotations

from mou_tracker.texts.forms.form import Form

# What only saves time: without one of these words no form of the kind can fit.
BY_ITSELF = ("automatic", "tacit", "otomatis", "sendirinya", "diam-diam")
AGREED = (
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
)
# Where the parties may or must consent, nothing goes on by itself; and the other way round.
BY_CONSENT = "may be|not be|{agreeing}"
NOT_BY_CONSENT = "{by_itself} (?:be )?{renew}|deadline|time limit"
GOES_ON_FOR = (
    "(?:remain|continue)s? (?:valid|effective|in (?:full )?(?:force|effect))(?: thereafter)? for (?:an? |the )?"
    "(?:{again} ){1,2}(?:terms? of |periods? of )?{period}"
)

RENEWALS: tuple[Form, ...] = (
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
        unless="(?<![\\w])(?:shall|will|does|may) not (?:be |so )?(?:{by_itself}|{renew})|no {by_itself}|tidak "
        "(?:dapat )?(?:secara otomatis|diperpanjang)|may not|force majeure|suspen",
        needs=BY_ITSELF,
    ),
    Form(
        "renewal.mode",
        "{by_itself} (?:{period} (?:term |period )?)?{renew}|{by_itself} (?:\\w+ )?(?:for|berlaku)(?: \\w+){0,3} "
        "{again}",
        (
            ("The initial term is three years, with automatic renewal for successive one-year terms.", "automatic"),
            ("After the first period: automatic one-year extension.", "automatic"),
        ),
        ("There shall be no automatic renewal of this Agreement.",),
        value="automatic",
        unless="(?<![\\w])not (?:be |so )?(?:{by_itself}|{renew})|no {by_itself}|tidak |without {by_itself}",
        needs=BY_ITSELF,
    ),
    Form(
        "renewal.mode",
        "(?:{subject}|it|(?<=thereafter)) * (?:shall|will) (?:thereafter )?(?:be "
        ")?(?:(?:renew|renewed|extended|continue)(?: thereafter)? * (?:{again}|from)|(?:renewed|extended) "
        "indefinitely) * {unless} * {notice}",
        (
            (
                "This Agreement shall be renewed for successive periods of one year unless either Party gives notice.",
                "automatic",
            ),
            (
                "This Charter lasts ten years and thereafter shall be extended indefinitely unless a Party "
                "notifies the others.",
                "automatic",
            ),
        ),
        (
            "This Agreement may be renewed for further periods unless funds are lacking, upon notice.",
            "This Agreement shall continue indefinitely unless either City gives one year's notice.",
        ),
        value="automatic",
        unless=BY_CONSENT,
        rank=2,
        needs=("unless", "except", "neither", "kecuali", "tidak"),
    ),
    Form(
        "renewal.mode",
        "{subject} * (?:shall|will) (?:thereafter )?(?:be )?(?:renew|renewed|extended)(?: thereafter)? for "
        "(?:an?|the)?(?: following)? ?{period} * {unless} * {notice}",
        (
            (
                "This Memorandum shall be extended for three years unless a Party gives notice of termination before.",
                "automatic",
            ),
        ),
        ("This Memorandum may be extended for three years unless a Party gives notice.",),
        value="automatic",
        unless=BY_CONSENT,
        rank=2,
    ),
    Form(
        "renewal.mode",
        "{subject} * " + GOES_ON_FOR + " * {unless}",
        (
            (
                "This Agreement lasts for two years and shall remain in force for additional two-year periods "
                "unless it is denounced.",
                "automatic",
            ),
        ),
        ("This Agreement shall remain in force for a period of two years unless it is denounced.",),
        value="automatic",
        unless=BY_CONSENT,
        rank=2,
    ),
    Form(
        "renewal.mode",
        "{unless} * (?:{notice}|denounced|terminated) * {this} (?:shall|will) (?:then |thereafter )?(?:be "
        ")?{renew} * {again}",
        (
            (
                "Unless it is denounced in writing before, this Convention shall be renewed for successive "
                "periods of two years.",
                "automatic",
            ),
        ),
        ("Unless notice is given, this Memorandum may be renewed for successive periods.",),
        value="automatic",
        unless=BY_CONSENT,
        rank=2,
        needs=("unless", "except"),
    ),
    Form(
        "renewal.mode",
        "(?:(?:shall|will|does|do) not (?:be )?(?:{by_itself} )?{renew}(?: {by_itself})?|no {by_itself} "
        "{renew}|not (?:be )?{by_itself} {renew}|tidak (?:dapat )?diperpanjang)(?! (?:unless|except|without|kecuali))",
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
                "This Memorandum may be extended for a further period of three years by mutual written consent "
                "of the Parties.",
                "by-agreement",
            ),
            ("Nota Kesepahaman ini dapat diperpanjang atas persetujuan Para Pihak.", "by-agreement"),
        ),
        ("This Memorandum may be amended by mutual consent.",),
        value="by-agreement",
        unless=NOT_BY_CONSENT,
        rank=3,
        needs=AGREED,
    ),
    Form(
        "renewal.mode",
        "(?:{agreeing} * {subject} * (?:may|can|shall|dapat)(?: be)? {renew}|{may} {renew} (?:\\w+ "
        "){0,3}(?:{paper}) * {agreeing})",
        (("By mutual consent of the Parties this Memorandum may be renewed.", "by-agreement"),),
        value="by-agreement",
        unless=NOT_BY_CONSENT,
        rank=3,
        needs=AGREED,
    ),
    Form(
        "renewal.mode",
        "(?:{subject}|it|which|dan|and) * (?:shall |will |may )?(?:be )?{renew} … (?:only "
        ")?(?:if|by|upon|with|through|subject to|on the basis of) (?:the |a |an )?~ {agreeing}",
        (("This Memorandum is renewable by mutual written agreement.", "by-agreement"),),
        value="by-agreement",
        unless=f"{NOT_BY_CONSENT}|continue",
        rank=3,
        needs=AGREED,
    ),
    Form(
        "renewal.period",
        "(?:{subject}|{by_itself}|{again}|it|which|thereafter|term|parties|option|dan|and|right) * "
        "(?:{renew}|{by_itself} {goes_on}) … (?:(?:for|by|of|to|in|on|selama|untuk) )?(?:(?:an?|the|up "
        "to|each|jangka waktu|periode|masa|one|two|three|four|five) ){0,3}(?:\\([0-9]+\\) )?(?:{again}(?:,| "
        "and|ly)? ?){0,3}(?:terms? |periods? )?(?:of )?(?:(?:an? )?{again} )?(?:(?:not (?:exceeding|to "
        "exceed)) )?{period}(?! (?:prior|before|notice|written|in advance|advance|of prior|of the|after|from "
        "the date of))",
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
        "{a_period_of}{period}(?! (?:prior|before|notice))",
        (("Memorandum ini dapat diperpanjang 1 (satu) kali untuk jangka waktu 3 (tiga) tahun.", "3 years"),),
    ),
    Form(
        "renewal.period",
        "{subject} * " + GOES_ON_FOR,
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
)
