"""The 249 countries of ISO 3166-1 with their alpha-2 codes, and what their names are taken for."""

from __future__ import annotations

from functools import cache

from mou_tracker.basics.patterns import pattern

_NAMES = """\
AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|
AM Armenia|AO Angola|AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba|
AX Åland Islands|AZ Azerbaijan|BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium|
BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei|
BO Bolivia|BQ Bonaire|BR Brazil|BS Bahamas|BT Bhutan|BV Bouvet Island|BW Botswana|BY Belarus|BZ Belize|
CA Canada|CC Cocos (Keeling) Islands|CD DR Congo|CF Central African Republic|CG Congo|CH Switzerland|
CI Côte d'Ivoire|CK Cook Islands|CL Chile|CM Cameroon|CN China|CO Colombia|CR Costa Rica|CU Cuba|
CV Cabo Verde|CW Curaçao|CX Christmas Island|CY Cyprus|CZ Czechia|DE Germany|DJ Djibouti|DK Denmark|
DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea|
ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FK Falkland Islands|FM Micronesia|FO Faroe Islands|FR France|
GA Gabon|GB United Kingdom|GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|
GL Greenland|GM Gambia|GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece|
GS South Georgia and the South Sandwich Islands|GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|
HK Hong Kong|HM Heard Island and McDonald Islands|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia|
IE Ireland|IL Israel|IM Isle of Man|IN India|IO British Indian Ocean Territory|IQ Iraq|IR Iran|
IS Iceland|IT Italy|JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|
KI Kiribati|KM Comoros|KN Saint Kitts and Nevis|KP North Korea|KR South Korea|KW Kuwait|KY Cayman Islands|
KZ Kazakhstan|LA Laos|LB Lebanon|LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|
LT Lithuania|LU Luxembourg|LV Latvia|LY Libya|MA Morocco|MC Monaco|MD Moldova|ME Montenegro|
MF Saint Martin|MG Madagascar|MH Marshall Islands|MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|
MO Macao|MP Northern Mariana Islands|MQ Martinique|MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|
MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|
NF Norfolk Island|NG Nigeria|NI Nicaragua|NL Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue|
NZ New Zealand|OM Oman|PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines|
PK Pakistan|PL Poland|PM Saint Pierre and Miquelon|PN Pitcairn|PR Puerto Rico|PS Palestine|PT Portugal|
PW Palau|PY Paraguay|QA Qatar|RE Réunion|RO Romania|RS Serbia|RU Russia|RW Rwanda|SA Saudi Arabia|
SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden|SG Singapore|SH Saint Helena|SI Slovenia|
SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname|
SS South Sudan|ST Sao Tome and Principe|SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini|
TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|TG Togo|TH Thailand|TJ Tajikistan|
TK Tokelau|TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|TR Türkiye|TT Trinidad and Tobago|
TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|UM United States Minor Outlying Islands|
US United States|UY Uruguay|UZ Uzbekistan|VA Vatican City|VC Saint Vincent and the Grenadines|VE Venezuela|
VG British Virgin Islands|VI United States Virgin Islands|VN Vietnam|VU Vanuatu|WF Wallis and Futuna|
WS Samoa|YE Yemen|YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe"""
_OTHER_NAMES = """\
Amerika Serikat US|Arab Saudi SA|Belanda NL|Belgia BE|Ceko CZ|England GB|Filipina PH|Inggris GB|
Jepang JP|Jerman DE|Kamboja KH|Kanada CA|Korea KR|Korea Selatan KR|Korea Utara KP|Kuba CU|Maroko MA|
Mesir EG|Norwegia NO|Perancis FR|Polandia PL|Prancis FR|Republic of Korea KR|Rusia RU|Selandia Baru NZ|
Singapura SG|Spanyol ES|Swedia SE|Swiss CH|Tiongkok CN|Turki TR|Turkey TR|UK GB|USA US|Yordania JO|
Yunani GR"""


COUNTRIES = {entry[:2]: entry[3:] for entry in _NAMES.replace("\n", "").split("|")}


def named(text: str) -> str | None:
    """The code of a country by its code or any usual name of it in English or Indonesian, whatever the case.

    None for what is no country's name, and for a name of two. CLDR's names are read only for one that is not here.
    """
    wanted = text.strip().casefold()
    if len(wanted) <= _CODE or wanted in _TWO:
        return wanted.upper() if wanted.upper() in COUNTRIES else None
    others = (entry.rpartition(" ") for entry in _OTHER_NAMES.replace("\n", "").split("|"))
    codes = {name.casefold(): code for code, name in COUNTRIES.items()}
    codes |= {name.casefold(): code for name, _, code in others}
    if wanted in codes or len(wanted) > _LONGEST_NAME:
        return codes.get(wanted)
    try:
        return by_name(text)
    except Ambiguous:
        return None


def either_of(text: str) -> tuple[str, ...]:
    """The codes of the two countries that have a name alike; none for any other text."""
    return _TWO.get(_plain(text), ())


def code_of(text: str) -> str | None:
    """The code that somebody meant who wrote a name, or a code in small letters; None if that is not certain enough."""
    if (code := named(text)) or either_of(text):
        return code
    from mou_tracker.basics.findings import nearest

    others = (entry.rpartition(" ") for entry in _OTHER_NAMES.replace("\n", "").split("|"))
    codes = {name: code for code, name in COUNTRIES.items()} | {name: code for name, _, code in others}
    codes = {name.replace(" ", "-"): code for name, code in codes.items()}
    found = nearest(text, codes)
    return codes[found] if found else None


# What lists write besides the names of CLDR in English and Indonesian; small letters, without signs.
_USUAL = """\
czech republic CZ|republik ceko CZ|viet nam VN|russian federation RU|federasi rusia RU|korsel KR|korut KP|s korea KR|
south korea KR|korea south KR|korea republic of KR|republik korea KR|rok KR|dprk KP|rrt CN|prc CN|rrc CN|cina CN|
china CN|people s republic of china CN|republik rakyat tiongkok CN|republik rakyat cina CN|p r china CN|
timor leste TL|east timor TL|timor timur TL|uea AE|uae AE|uni emirat arab AE|emirat arab AE|the netherlands NL|
holland NL|nederland NL|burma MM|brunei darussalam BN|lao pdr LA|lao people s democratic republic LA|
iran islamic republic of IR|islamic republic of iran IR|syrian arab republic SY|suriah SY|hongkong HK|
hong kong sar HK|hong kong sar china HK|macau MO|makau MO|macau sar china MO|taiwan province of china TW|roc TW|
taiwan r o c TW|r o c TW|r o c taiwan TW|roc taiwan TW|taiwan roc TW|chinese taipei TW|rep of korea KR|r o korea KR|
korea rep KR|south korean KR|pr china CN|r r c CN|r r t CN|mainland china CN|hong kong china HK|hongkong china HK|
macau china MO|macao china MO|czech CZ|philipina PH|phillipina PH|saudi arab SA|inggeris GB|bosnia BA|
united arab emirate AE|emirates AE|north korea KP|laos pdr LA|united states US|united states of america US|amerika US|
u s a US|u s US|great britain GB|britania raya GB|inggris raya GB|england GB|scotland GB|skotlandia GB|wales GB|
northern ireland GB|irlandia utara GB|u k GB|uk GB|papua nugini PG|png PG|new zealand NZ|selandia baru NZ|
ivory coast CI|pantai gading CI|swaziland SZ|macedonia MK|makedonia MK|palestina PS|vatican VA|vatikan VA|
saudi arabia SA|kingdom of saudi arabia SA|ksa SA|arab saudi SA|saudi SA|philippine PH|the philippines PH|pilipina PH|
filipina PH|jerman DE|deutschland DE|austria AT|austria AT|hungaria HU|hongaria HU|rumania RO|swiss CH|switzerland CH|
srilanka LK|sri lanka LK|singapura SG|singapore SG|kamboja KH|cambodia KH|moldova republic of MD|
tanzania united republic of TZ|venezuela bolivarian republic of VE|bolivia plurinational state of BO|
micronesia federated states of FM|cape verde CV|turki TR|turkey TR|turkiye TR|tanzania TZ|libya LY|libia LY|maroko MA|
aljazair DZ|mesir EG|yaman YE|yordania JO|lebanon LB|libanon LB|kroasia HR|indonesian ID|nkri ID|
republik indonesia ID|ri ID|dalam negeri ID|itali IT|jepun JP|sepanyol ES|kemboja KH|maghribi MA|amerika syarikat US|
emiriah arab bersatu AE|republik rakyat china CN|republik demokratik rakyat laos LA|democratic republic of congo CD|
democratic republic of the congo CD|republik demokratik kongo CD|republic of congo CG|republic of the congo CG|
republik kongo CG|democratic people s republic of korea KP|republik rakyat demokratik korea KP|slovak republic SK|
slowakia SK|hellenic republic GR|kyrgyz republic KG|swiss confederation CH|argentine republic AR|french republic FR|
italian republic IT|portuguese republic PT|united mexican states MX|grand duchy of luxembourg LU|
republic of china taiwan TW|taiwan republic of china TW|eire IE|america US|amerika serikat as US|lao LA|pdr laos LA|
timor lorosae TL|rdtl TL|fiji islands FJ|belarusia BY|swis CH|cili CL|congo dr CD|libyan arab jamahiriya LY|
united kingdom of great britain and northern ireland GB"""
# Names of two countries: whoever means one must say which. `AS` is Amerika Serikat, and the code of American Samoa.
# Taiwan's own name, and how some write that of the People's Republic, are one.
_TWO = {
    "as": ("AS", "US"),
    "congo": ("CD", "CG"),
    "kongo": ("CD", "CG"),
    "virgin islands": ("VG", "VI"),
    "kepulauan virgin": ("VG", "VI"),
    "saint martin": ("MF", "SX"),
    "republic of china": ("CN", "TW"),
    "republik china": ("CN", "TW"),
}
# Whose long names do not follow from their short ones: two countries share these.
_SHARED = frozenset(("china", "cina", "tiongkok", "korea", "congo", "kongo"))
# How a state's full name begins, before its usual one.
_FORM = r"(?:republic|rep|kingdom|sultanate|principality|state|states|commonwealth|federation|union|duchy|emirate)"
_NATURE = (
    r"(?:democratic|people s|socialist|islamic|federal|federative|federated|hashemite|arab|plurinational|bolivarian|"
    r"oriental|co operative|cooperative|united|independent)"
)
_FULL = pattern(
    rf"(?:the )?(?:{_NATURE} )*{_FORM} of (?:the )?(.+)|"
    r"(?:negara )?(?:republik|rep|kerajaan|kesultanan|persemakmuran|federasi|uni|emirat|negara)"
    r"(?: (?:demokratik|rakyat|sosialis|islam|federal|arab|kesatuan|persatuan|kooperatif))* (.+)"
)


def meant(text: str) -> str | None:
    """The code of the country that a text names, alone or beside a city or another name of it: `Tokyo, Japan`,
    `Jepang/Japan`, `Taiwan (R.O.C.)`; None if it names none.

    Raises Ambiguous for a name of two countries, and for two countries.
    """
    found = by_name(text) or _three_letters(text.strip())
    if found or len(text) > _LONGEST_NAME:
        return found
    parts = _BETWEEN.split(text)
    named_ = (part for part in parts if len(_plain(part)) > _CODE or _plain(part) in ("uk", "us"))
    codes = {code for part in named_ if (code := by_name(part))} if len(parts) > 1 else set()
    if len(codes) > 1:
        raise Ambiguous(text)
    return codes.pop() if codes else None


@cache
def _three_letters(text: str) -> str | None:
    """The country of a code of three letters in capitals (ISO 3166-1 alpha-3), as a cell of its own only: behind a
    name such letters are the institution's.
    """
    if len(text) != 3 or not (text.isascii() and text.isupper()):
        return None
    from babel.core import get_global

    codes = get_global("territory_aliases").get(text, ())
    return codes[0] if len(codes) == 1 and codes[0] in COUNTRIES else None


def alike(text: str) -> str | None:
    """The code of the one country of whose name a text is a misspelling by a single sign, doubled ones counted once, or
    that it begins; `AS` is Amerika Serikat where no codes stand, a province is Indonesia. To be proposed, not taken.
    """
    from mou_tracker.basics.dates_in_words import one_sign_apart

    if text.strip().upper() == "AS":
        return "US"
    if _plain(text).removeprefix("provinsi ").removeprefix("prov ") in _PROVINCES:
        return "ID"
    wanted = _undoubled(_plain(text))
    if not _SHORTEST_GUESS <= len(wanted) <= _LONGEST_NAME or wanted in _CITIES:
        return None
    found = {
        code
        for name, code in _all_names().items()
        if one_sign_apart(wanted, _undoubled(name)) or name.startswith(wanted)
    }
    return found.pop() if len(found) == 1 else None


_CODE, _LONGEST_NAME, _SHORTEST_GUESS = 2, 60, 6
# Cities of a name that differs from a country's by one sign.
_CITIES = frozenset(("granada", "angora"))
_BETWEEN = pattern(r"[,;/()\n]|\s[-–—]\s")
# The provinces of Indonesia, which stand in lists where the country of partners abroad does.
_PROVINCES = frozenset(
    """\
aceh|nanggroe aceh darussalam|sumatera utara|sumatra utara|sumut|sumatera barat|sumatra barat|sumbar|riau|
kepulauan riau|kepri|jambi|sumatera selatan|sumatra selatan|sumsel|bengkulu|lampung|bangka belitung|
kepulauan bangka belitung|babel|banten|dki jakarta|jakarta|jawa barat|jabar|jawa tengah|jateng|di yogyakarta|
d i yogyakarta|daerah istimewa yogyakarta|yogyakarta|diy|jawa timur|jatim|bali|nusa tenggara barat|ntb|
nusa tenggara timur|ntt|kalimantan barat|kalbar|kalimantan tengah|kalteng|kalimantan selatan|kalsel|
kalimantan timur|kaltim|kalimantan utara|kaltara|sulawesi utara|sulut|gorontalo|sulawesi tengah|sulteng|
sulawesi barat|sulbar|sulawesi selatan|sulsel|sulawesi tenggara|sultra|maluku|maluku utara|malut|papua|papua barat|
papua tengah|papua pegunungan|papua selatan|papua barat daya""".replace("\n", "").split("|")
)


def _undoubled(text: str) -> str:
    return "".join(sign for at, sign in enumerate(text) if sign != text[at - 1 : at])


def by_name(text: str) -> str | None:
    """The code of a country by any usual name of it in English or Indonesian, or by its code; None if it is none.

    Raises Ambiguous for a name of two countries.
    """
    wanted = _plain(text)
    if wanted in _TWO:
        raise Ambiguous(text)
    if len(text.strip()) == 2 and text.strip().upper() in COUNTRIES:
        return text.strip().upper()
    names = _all_names()
    if wanted in names:
        return names[wanted]
    for name in (_LONE_LETTERS.sub(r"\1", wanted), wanted.removeprefix("the "), wanted.removesuffix(" republic")):
        if name in names and name not in _SHARED:
            return names[name]
    rest = wanted if len(wanted) <= _LONGEST_NAME else ""
    while full := _FULL.fullmatch(rest):
        rest = full[1] or full[2]
    return None if rest in _SHARED or rest in _TWO else names.get(rest)


# Letters of an abbreviation with points between them: `Lao P.D.R.`.
_LONE_LETTERS = pattern(r"\b(\w) (?=\w\b)")


class Ambiguous(Exception):
    """A name of two countries."""


def _plain(text: str) -> str:
    import unicodedata

    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join(kept.split())


@cache
def _all_names() -> dict[str, str]:
    """Every name that is known, with its code; CLDR's are read when a list is first asked about."""
    from babel import Locale

    names: dict[str, str] = {}
    for language in ("id", "en"):
        for code, name in Locale(language).territories.items():
            if code in COUNTRIES:
                names[_plain(name)] = code
    names |= {_plain(name): code for code, name in COUNTRIES.items()}
    for table in (_OTHER_NAMES, _USUAL):
        names |= {
            _plain(name): code for name, _, code in (e.rpartition(" ") for e in table.replace("\n", "").split("|"))
        }
    return names
