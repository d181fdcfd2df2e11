"""By when to say that an agreement is not to go on, or is to; and how one may leave it."""

from __future__ import annotations

from mou_tracker.texts.forms.form import Form

# How one leaves is no notice before the end of a period.
LEAVING = (
    "(?:intended |proposed |desired |planned |requested )date of (?:the |its |such )?termination|"
    "(?:intended|proposed|desired) (?:termination|date)|tanggal pengakhiran"
)
# So long before the agreement, or its period, ends.
BEFORE_THE_END = "{period}['’]?(?: \\w+){0,3} ~ {before} * {expiry}"
GOES_ON_UNLESS = "{by_itself}|{unless}|not to {renew}"
# Who leaves for a fault, or by not renewing, keeps to other periods than who leaves freely.
FAULT = "breach|default|cure|remed|insolv|bankrupt"
NOT_FREELY = f"{FAULT}|{{by_itself}}|change of control|fail|violat|non-?payment|surviv|not to {{renew}}|{{renew}}"

NOTICES: tuple[Form, ...] = (
    # By when to say that it is not to go on, or that it is to
    Form(
        "renewal.notice",
        "{by_itself} * (?:{unless}|until) * (?:{notice}|terminat\\w+) * {period}['’]?(?: of)?(?: "
        "(?:prior|written|advance|notice))*,? ~ {before} * {expiry}",
        (
            (
                "This Agreement shall be automatically renewed for one year unless either Party notifies the "
                "other in writing of its intention not to renew at least six months before the expiry of the "
                "current period.",
                "6 months",
            ),
            (
                "This Memorandum is tacitly prolonged unless terminated at least six months before the expiry of "
                "the period.",
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
        "{unless} * {notice} * " + BEFORE_THE_END + " * {by_itself}",
        (
            (
                "Unless either Party gives notice at least 60 days prior to the end of the term, this "
                "Agreement shall automatically renew.",
                "60 days",
            ),
        ),
        unless=LEAVING,
    ),
    Form(
        "renewal.notice",
        "{unless} * " + BEFORE_THE_END + " * {notice} * {by_itself}",
        (
            (
                "Unless, at least 60 days before the end of the term, a Party gives written notice, this "
                "Agreement shall automatically renew.",
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
                "This Charter shall be extended for the following ten-year periods unless, one year before the "
                "end of a period, a Party notifies the other that it denounces it.",
                "1 year",
            ),
        ),
        ("This Charter may be extended unless, one year before its end, a Party gives notice.",),
        unless=f"{{agreeing}}|may be|{LEAVING}",
        rank=2,
    ),
    Form(
        "renewal.notice",
        "(?:(?:shall|will) (?:thereafter )?(?:be )?{renew}|(?:remain|continue)s? in (?:force|effect) for "
        "(?:an? )?{again}) * {unless} * (?:{notice}|denounc\\w+) * " + BEFORE_THE_END,
        (
            (
                "This Charter lasts ten years and thereafter shall be extended indefinitely unless denounced "
                "in writing by a Party twelve (12) months before its expiration.",
                "12 months",
            ),
        ),
        ("This Charter may be extended unless denounced in writing twelve months before its expiration.",),
        unless=f"{{agreeing}}|may be|{LEAVING}",
        rank=2,
    ),
    Form(
        "renewal.notice",
        "(?:(?:shall|will) (?:thereafter )?(?:be )?{renew}|(?:remain|continue)s? in (?:force|effect) for "
        "(?:an? )?{again}) * {unless} * {period}['’]?(?: of)?(?: \\w+){0,3} {notice}(?: of)? (?:the |its |that "
        ")?(?:intention|{expiry})",
        (
            (
                "This Agreement shall remain in force for a further 10-year period, unless a Party ends it "
                "with a one-year notice of the expiry date.",
                "1 year",
            ),
        ),
        unless=f"{{agreeing}}|may be|{LEAVING}",
        rank=2,
    ),
    Form(
        "renewal.notice",
        "{unless} * {period}['’]? {before} * {expiry} * {this} (?:shall|will) (?:then |thereafter )?(?:be "
        ")?{renew} * {again}",
        (
            (
                "Unless it is denounced in writing six months before the expiry of that period, this "
                "Convention shall be renewed for successive periods of two years.",
                "6 months",
            ),
        ),
        unless=f"{{agreeing}}|may be|{LEAVING}",
        rank=2,
    ),
    Form(
        "renewal.notice",
        "(?:not to {renew}|non-?renewal|not be {renew}|not wish to {renew}|not (?:intend|want|desire) to "
        "{renew}|tidak memperpanjang) * {at_least} " + BEFORE_THE_END,
        (
            (
                "Either Party may give notice of its decision not to renew at least 90 days before the end of "
                "the term.",
                "90 days",
            ),
        ),
        unless=f"{{agreeing}}|{LEAVING}",
    ),
    Form(
        "renewal.notice",
        "{renew} * {again} * {unless} * {notice} * " + BEFORE_THE_END,
        (
            (
                "This Agreement shall be renewed for successive periods of one year unless either Party gives "
                "written notice at least 90 days prior to the end of the term.",
                "90 days",
            ),
            (
                "Extension for further periods of one year follows unless a Party gives written notice at least 90 "
                "days before the end of the term.",
                "90 days",
            ),
        ),
        unless=f"{{agreeing}}|{LEAVING}",
        rank=2,
    ),
    Form(
        "extension.notice",
        "{renew} * (?:{agreeing}|{notice}|dilakukan|requested|made) * {at_least} " + BEFORE_THE_END,
        (
            (
                "This Memorandum may be extended by mutual consent, to be requested at least six months before "
                "its expiry.",
                "6 months",
            ),
            (
                "Perpanjangan dilakukan atas usul salah satu Pihak yang disampaikan kepada Pihak lainnya secara "
                "tertulis sekurang-kurangnya 6 (enam) bulan sebelum berakhirnya Perjanjian ini.",
                "6 months",
            ),
        ),
        unless=GOES_ON_UNLESS,
    ),
    Form(
        "extension.notice",
        "{agreeing} * {renew} * {at_least} " + BEFORE_THE_END,
        (
            (
                "Atas kesepakatan Para Pihak Perjanjian ini diperpanjang dengan pemberitahuan paling lambat 3 "
                "(tiga) bulan sebelum berakhirnya Perjanjian ini.",
                "3 months",
            ),
            (
                "By mutual consent of the Parties this Memorandum may be extended, for which either Party shall "
                "write to the other one at least six months before its expiry.",
                "6 months",
            ),
        ),
        unless=GOES_ON_UNLESS,
    ),
    Form(
        "extension.notice",
        "{renew} ~ {at_least} {period}['’]? {before} ~ {expiry}",
        (
            (
                "Para Pihak membahas rancangan perpanjangan kerja sama ini selambat-lambatnya 3 (tiga) bulan "
                "sebelum berakhirnya Perjanjian ini.",
                "3 months",
            ),
            ("A request for extension shall be made at least two months before the expiry of this MoU.", "2 months"),
        ),
        unless=GOES_ON_UNLESS,
        rank=2,
    ),
    # How one may leave
    Form(
        "termination.notice",
        "{unless} ~ {leave} * {notice} * {period}['’]?(?: \\w+){0,2} {before} ~ "
        "(?:(?:intended|proposed|desired|planned) ~ termination|tanggal pengakhiran)",
        (
            (
                "This Memorandum shall remain in force for five years and may be extended, unless either Party "
                "terminates it by giving a written notification at least 6 (six) months prior to the intended "
                "date of termination.",
                "6 months",
            ),
            (
                "Memorandum ini berlaku 5 (lima) tahun dan dapat diperpanjang, kecuali salah satu Pihak "
                "mengakhirinya dengan pemberitahuan tertulis sekurang-kurangnya 6 (enam) bulan sebelum tanggal "
                "pengakhiran.",
                "6 months",
            ),
        ),
        unless=FAULT,
    ),
    Form(
        "termination.notice",
        "(?:{subject}|part(?:y|ies)|pihak|side|city|institution) * {leave} * {period}['’]?(?: of)?(?: "
        "\\w+){0,4} {notice}",
        (
            (
                "This MoU may be terminated by either Party by giving six (6) months written notice to the "
                "other Party.",
                "6 months",
            ),
            ("Either Party may terminate this Memorandum upon thirty (30) days' prior written notice.", "30 days"),
            ("Either city may end this agreement by giving one year's written notice.", "1 year"),
        ),
        ("Either Party may terminate if the other fails to cure a breach within thirty days after written notice.",),
        unless=NOT_FREELY,
    ),
    Form(
        "termination.notice",
        "(?:{subject}|part(?:y|ies)|pihak) * {leave} * {notice} * {period} (?:\\w+ )?(?:before|prior to|in "
        "advance|sebelum|lebih awal|terlebih dahulu)",
        (
            (
                "Salah satu Pihak dapat mengakhiri Memorandum ini dengan pemberitahuan tertulis 6 (enam) bulan "
                "sebelumnya.",
                "6 months",
            ),
            (
                "This Memorandum may be terminated by either Party by written notice at least three months "
                "prior to the intended date of termination.",
                "3 months",
            ),
        ),
        unless=NOT_FREELY,
    ),
    Form(
        "termination.notice",
        "{notice} * (?:{leave}) * {period} (?:\\w+ ){0,3}(?:before|prior to|in advance|sebelum|lebih awal)",
        (
            (
                "A Party which wishes to notify its decision to terminate this Memorandum shall do so 90 days "
                "in advance.",
                "90 days",
            ),
        ),
        unless=NOT_FREELY,
    ),
    Form(
        "termination.notice",
        "(?:denunciation|termination|withdrawal|pengakhiran) (?:shall|will|akan)? ?(?:take effect|become "
        "effective|be effective|berlaku) {period} (?:after|following|from|setelah|sejak) ~ {notice}",
        (
            (
                "Either Party may denounce this Charter; the denunciation shall take effect twelve months "
                "after the notification has been received.",
                "12 months",
            ),
        ),
        ("The termination shall take effect thirty days after notice of the breach.",),
        unless=f"{FAULT}|change of control|fail|violat",
    ),
)
