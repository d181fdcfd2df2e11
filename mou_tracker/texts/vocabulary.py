"""The words that the forms in `forms` are made of: one line a word, its spellings in English and Indonesian.

All is matched in small letters with single spaces. A word in braces stands for another line of this table. `{day}`,
`{period}` and their like are values that were found before (`written_values`).
"""

from __future__ import annotations

import re
from functools import cache

VALUES = {"day": "d", "period": "p", "anniversary": "a", "times": "t"}  # the sign of each value in a marked sentence
MARK, END = "\ue000", "\ue001"

WORDS: dict[str, str] = {
    # The paper itself: "this Agreement", never "the License Agreement", nor what follows from or under it.
    "paper": (
        r"(?:agreement|memorandum|m\.?o\.?u\.?|contract|arrangement|letter of intent|protocol|"
        r"lease|lo[ai]|pact|joint venture|venture|convention|charter|accord|msp|"
        r"nota kesepahaman|kesepakatan bersama|perjanjian kerja ?sama|perjanjian|memorandum saling pengertian|"
        r"nota kesepakatan|kesepakatan|(?:surat )?pernyataan (?:minat|kehendak)|naskah kerja ?sama|pengaturan "
        r"pelaksanaan|kerja ?sama|pks|rencana kerja ?sama)(?![\w-])"
    ),
    "of_what": r"(?: of (?:understanding|agreement|cooperation|co-operation|intent|partnership|friendship))?",
    "inserted": r"(?:,? ?\([^()]{1,80}\),?|,? ?[\"“][^\"”]{1,40}[\"”])?",
    "this": (
        r"(?<!of )(?<!under )(?<!in )(?<!to )(?<!by )(?<!with )(?<!from )(?<!(?<!agree )(?<!agreed )that "
        r")(?<!terminate "
        r")(?<!while )(?<!renew )(?<!extend )(?<!event )(?<!if )(?<!after )"
        r"(?<!when )(?<!into )(?<!enter )(?<!atas )(?<!dari )(?<!terhadap )(?<!dalam )(?<!setelah )(?<!apabila )"
        r"(?<!jika )(?<!sesuai )(?<!dengan )(?<!berakhirnya )(?<!pelaksanaan )(?<!ditandatanganinya )"
        r"(?<!pertama )(?<!kedua )(?<!tahap )(?<!kegiatan )(?<!program )(?<!proyek )(?<!lampiran )(?<!ketentuan "
        r")(?:th(?:is|e "
        r"present)(?! (?:section|article|clause|"
        r"paragraph|exhibit|schedule|attachment|event|is|was|shall|will|may|pasal|"
        r"day)(?![\w]))(?: [\w&/,\"“”‘’'®(-]+){0,8}? (?:{paper}){of_what}|"
        r"(?:the|said) (?!letter)(?:{paper}){of_what}(?! (?:of|between|dated|with))|"
        r"(?:{paper})(?: [\w&-]+){0,3}? ini)(?![\w-]){inserted}"
    ),
    "this_paper": (
        r"(?<!of )(?<!under )(?<!amends )(?<!replaces )(?<!supersedes )"
        r"(?:th(?:is|e present)(?! (?:section|article|clause|paragraph|exhibit|"
        r"schedule|attachment|event|is|was|shall|will|may|pasal|day)(?![\w]))(?: "
        r"[\w&/,\"“”‘’'®(-]+){0,8}? (?:{paper}|addendum|"
        r"amendment){of_what}|(?:{paper})(?: [\w&-]+){0,3}? ini)(?![\w-])"
    ),
    "its_term": (
        r"(?:(?<![\w])(?<!of )(?<!during )(?<!in )(?:the )?(?:(?:initial|original|primary|base|"
        r"basic|first|full|effective|stated) )*(?<!of the )(?<!during the )(?<!in the )[\"“]?(?:term|"
        r"duration|validity|period of validity|life)[\"”]?"
        r"{inserted}(?: (?:of|for) (?:th(?:is|e|e present)|said)(?: [\w&-]+){0,4}? "
        r"(?:{paper}){of_what}| hereof| hereunder|(?= shall| will| is| begins| commences| ends| "
        r"expires)){inserted}|"
        r"this (?:agreement|memorandum|contract)['’]s (?:initial )?term|"
        r"(?:jangka waktu|masa berlaku)(?:nya)?(?: berlakunya| pelaksanaan)?"
        r"(?: (?:{paper})(?: [\w&-]+){0,3}? ini|(?: (?:{paper}))?(?= "
        r"?(?:adalah|selama|berlaku|ditetapkan|yaitu|ini|tersebut|sampai|hingga|"
        r"dimulai|mulai|terhitung|dari|sebagaimana|dapat|:|\ue000))))"
    ),
    "subject": r"(?:{its_term}|{this})",
    # A line of a table or the heading of an article, with its value behind it.
    "heading_term": (
        r"^(?:\W|\w{1,3}[.)] )*(?:term|duration|period|validity|jangka waktu|masa berlaku|periode)"
        r"(?: (?:of|for) (?:the |this )?(?:execution|validity|{paper})| (?:{paper})| berlaku| pelaksanaan)? ?:?"
    ),
    # Said in passing, between commas; what is stated around it is the same without it.
    "aside": (
        r"(?:(?:unless|except where|save where|until)(?: (?:it|this \w+))?(?: (?:is|shall be|has been))? "
        r"(?:sooner|earlier|otherwise|previously|early|terminated|cancel?led|extended|renewed)|subject (?:only )?to|"
        r"except as|(?:in accordance with|pursuant to) (?:article|section|clause|paragraph)|"
        r"kecuali (?:diakhiri|dihentikan)|sesuai dengan (?:pasal|ketentuan))(?![\w])"
    ),
    # What it does.
    "lasts": (
        r"(?<![\w])(?:remain(?:s|ing)?|continu(?:e|es|ing)|last(?:s)?|run(?:s)?|extend(?:s)?|"
        r"valid|effective|be in (?:full )?(?:force|effect)|"
        r"in (?:full )?(?:force|effect)|binding|endure(?:s)?|stay(?:s)?|have|has|be|is|"
        r"commence(?:s)?|begin(?:s)?|start(?:s)?|cover(?:s)?|"
        r"berlaku(?:nya)?|mulai berlaku|dibuat|diadakan|dilaksanakan|berjalan|berlangsung|adalah|ditetapkan|disepakati)"
        r"(?![\w])"
    ),
    "for": r"(?:for|during|over|selama|untuk|dalam(?= (?:jangka|kurun) waktu))",
    "a_period_of": (
        r"(?:(?:at least|the|an?|its|suatu|dalam)? ?(?:(?:initial|first|original|primary|minimum|"
        r"fixed|total|base|basic|further|full|single|continuous|firm) )*"
        r"(?:period|term|duration|jangka waktu|kurun waktu|masa|periode)(?: of time)?(?: "
        r"{inserted})?(?: of| for| equal to| selama)?(?: up to)? )?"
        r"(?:(?:an? )?(?:initial|first|the|an?|selama) )?"
    ),
    "be": r"(?:shall be|will be|is|shall have been|adalah|selama|ditetapkan|yaitu|:)",
    "signing": (
        r"(?:(?:the )?(?:date|day|time|moment) of (?:its|the|their)? ?(?:final |last |formal "
        r")?(?:signing|signature|execution)|(?:its |the )?(?:signing|signature|execution)(?! "
        r"date)|"
        r"(?:the )?(?:date|day) (?:first )?(?:hereof|of this (?:agreement|memorandum|mou)|(?:and "
        r"year )?(?:first )?(?:above )?(?:written|set forth|mentioned)(?: above| herein)?)|"
        r"(?:the )?date (?:on which )?(?:it|this [\w ]{3,40}) (?:is|was|has been) (?:signed|"
        r"executed)|when (?:it is )?signed|date (?:first )?(?:written|set forth|stated) above|"
        r"(?:tanggal |saat |hari )*(?:di)?tanda ?tangani(?:nya)?|(?:tanggal |saat |hari )*penanda ?tanganan(?:nya)?)"
    ),
    # What follows must not make the start depend on more than the signing.
    "for_sure": (
        r"(?![^;.\ue000]{0,30}(?<![\w])(?:notif|ratif|approv|counterpart|internal|legal requirement|persetujuan dprd|"
        r"disetujui|disahkan|pengesahan))"
    ),
    "since": (
        r"(?:from(?: and after)?|since|after|following|beginning|commencing|starting|as (?:of|"
        r"from)|with effect from|on|upon|terhitung|sejak|mulai|dimulai|sejak tanggal|dari|pada)"
    ),
    "begins": (
        r"(?<![\w])(?:commenc(?:e|es|ing)|begin(?:s|ning)?|start(?:s|ing)?|(?:be(?:come|comes)? |"
        r"made )?effective|take(?:s)? effect|(?:come|enter)(?:s)? into (?:force|effect)|"
        r"in (?:force|effect)|be in effect|remain(?:s)? in (?:full )?(?:force|effect)|valid|mulai "
        r"berlaku|berlaku(?: efektif)?|terhitung)(?![\w])"
    ),
    "until": r"(?:until|till|through|to|up to|and (?:including|ending)|sampai(?: dengan)?|hingga|s\.?d\.?|s/d|[-–—])",
    "ends": (
        r"(?<![\w])(?:(?:expire(?:s)?|terminate(?:s)?|end(?:s|ing)?|conclude(?:s)?|lapse(?:s)?|"
        r"cease(?:s)?|berakhir(?:nya)?)(?: automatically)?(?: in its entirety)?(?: to be in "
        r"(?:force|effect))?)(?![\w])"
    ),
    "renew": (
        r"(?<![\w])(?:re-?new(?:s|ed|al|als|able)?|extend(?:s|ed)?|extension(?:s)?|prolong(?:s|"
        r"ed)?|prolongation|roll(?:s)? over|"
        r"diperpanjang|perpanjangan|memperpanjang|diperbarui|diperbaharui)(?![\w])"
    ),
    "goes_on": r"(?:{renew}|(?<![\w])continue(?:s|d)?(?: in (?:full )?(?:force and )?(?:force|effect))?(?![\w]))",
    "by_itself": (
        r"(?<![\w])(?<!not )(?:automatic(?:ally)?|tacit(?:ly)?|(?:secara )?otomatis|(?:dengan|"
        r"secara) sendirinya|diam-diam)(?![\w])"
    ),
    "again": (
        r"(?:further|additional|successive|subsequent|consecutive|like|equal|another|new|renewal|"
        r"extended|same|similar|berikutnya|selanjutnya|berturut-turut)"
    ),
    "may": r"(?<![\w])(?:may|can|could|dapat|bisa)(?![\w])",
    "agreeing": (
        r"(?<![\w])(?:(?:mutual(?:ly)?|written|joint|common) (?:\w+ ){0,3}?(?:consent|"
        r"understanding|agree(?:ment|d)?|approval|accord|arrangement)|mutually agreed?|"
        r"(?:consent|agreement|approval|concurrence) (?:\w+ ){0,2}?(?:of|by|between|among|from) "
        r"(?:both|the|all|each) (?:\w+ ){0,2}?(?:part(?:y|ies)|sides|cities|institutions)|"
        r"by (?:written )?(?:consent|agreement)|(?:agreed|decided) (?:upon )?by (?:both|the|all)|"
        r"(?:both|the) parties (?:so )?(?:mutually )?(?:agree|consent|wish)|"
        r"(?:atas|dengan|berdasarkan|sesuai|melalui)? ?(?:dasar )?(?:persetujuan|kesepakatan|"
        r"konsensus)(?: bersama| tertulis| timbal balik)?(?: dari| antara| kedua| para)?(?: "
        r"belah)?(?: pihak)?|disepakati|(?:para|kedua belah) pihak (?:sepakat|setuju|"
        r"menyepakati))(?![\w])"
    ),
    "unless": (
        r"(?<![\w])(?:unless|except|save where|provided that (?:neither|no)|if neither|kecuali|"
        r"apabila tidak|sepanjang tidak)(?![\w])"
    ),
    "notice": (
        r"(?:notice|notif(?:y|ies|ied|ication)|advise(?:s)?|inform(?:s)?|notification|writing|"
        r"written|pemberitahuan|memberitahukan|menyampaikan|mengajukan|tertulis|permohonan|"
        r"request)"
    ),
    "before": (
        r"(?:prior (?:to|written|notice)|before|in advance|advance|preceding|notice|"
        r"sebelum(?:nya)?|terlebih dahulu|lebih awal)"
    ),
    "expiry": (
        r"(?:expir(?:y|ation|e|es|ing)|end(?:s|ing)?|terminat(?:ion|es?)|renewal|conclusion|lapse|"
        r"completion|anniversary|term|termination date|berakhir(?:nya)?|habis(?:nya)?|"
        r"selesai(?:nya)?|jatuh tempo|masa berlaku)"
    ),
    "at_least": (
        r"(?:at least|not? (?:less|later|fewer) than|no less|minimum(?: of)?|sekurang-kurangnya|"
        r"selambat-lambatnya|paling (?:lambat|lama|sedikit|singkat|kurang)|minimal|"
        r"setidak-tidaknya|within)"
    ),
    "leave": (
        r"(?<![\w])(?:terminat(?:e|ed|es|ion|ing)|withdraw(?:s|al)?|denounce(?:d|s)?|cancel(?:s|"
        r"led|ed|lation)?|discontinue(?:d)?|rescind(?:ed)?|"
        r"end(?= (?:this|the|its) )|diakhiri|mengakhiri(?:nya)?|pengakhiran|membatalkan|dibatalkan|mengundurkan "
        r"diri)(?![\w])"
    ),
    "recital": (
        r"^(?:\W*(?:\([a-z0-9]\)|[a-z0-9]{1,2}[.)])? ?)?(?:whereas|recalling|considering|"
        r"referring|having|noting|pursuant|in (?:accordance|pursuance|view)|following|"
        r"desir|recogni|acknowledg|reaffirm|based on|mengingat|menimbang|memperhatikan|"
        r"berdasarkan|merujuk|menindaklanjuti|bahwa|sebagaimana|sehubungan|sesuai)"
    ),
    "signatory": (
        r"(?<![\w])(?:by ?:|name ?:|title ?:|its ?:|/s/|signed|signature|authori[sz]ed|on behalf|witness|"
        r"nama ?:|jabatan ?:|ttd|tertanda|ditandatangani|mayor|governor|rector|wali ?kota|gubernur|bupati|rektor)"
    ),
}

# `…` is a gap within the clause that holds no value, `~` a short one, `*` any gap.
_GAPS = {"…": "[^;\ue000]{0,170}?", "~": "[^;\ue000]{0,45}?", "*": "[^;]{0,230}?"}


@cache
def word(name: str) -> str:
    """The regular expression of one word of the table, words in braces filled in."""
    return f"(?:{_filled(WORDS[name])})"


def _filled(text: str) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda match: word(match[1]), text)


def expression(form: str) -> str:
    """The regular expression of a form; a value in braces becomes a group of that name, its last one if it has two."""

    def made_of(match: re.Match[str]) -> str:
        name = match[1]
        if name not in VALUES:
            return word(name)
        last = form.rfind("{" + name + "}") == match.start()
        return _value(name, last)

    made = re.sub(r"\{([a-z_]+)\}", made_of, form)
    for sign, gap in _GAPS.items():
        made = made.replace(f" {sign} ", f"(?![\\w-]){gap}(?<![\\w-])")
        if sign != "*":
            made = made.replace(sign, gap)
    return made


def _value(name: str, named: bool) -> str:
    number = f"(?P<{name}>[0-9]+)" if named else "[0-9]+"
    return f"{MARK}{VALUES[name]}{number}{END}"
