"""What people write for a country is taken for it where no other can be meant."""

from __future__ import annotations

import pytest
from babel import Locale

from mou_tracker.fields.countries import COUNTRIES, Ambiguous, alike, code_of, either_of, meant, named


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jepang/Japan", "JP"),
        ("Tokyo, Japan", "JP"),
        ("Japan (Sendai)", "JP"),
        ("Taiwan (R.O.C.)", "TW"),
        ("R.O.C. Taiwan", "TW"),
        ("Taiwan, Province of China", "TW"),
        ("Hong Kong, China", "HK"),
        ("Korea, South", "KR"),
        ("Korea (Republic of)", "KR"),
        ("Rep. of Korea", "KR"),
        ("United Kingdom (UK)", "GB"),
        ("Ohio, USA", "US"),
        ("Guinea-Bissau", "GW"),
        ("PR China", "CN"),
        ("Lao P.D.R.", "LA"),
        ("Arab Republic of Egypt", "EG"),
        ("Republik Islam Iran", "IR"),
        ("Republic of the Union of Myanmar", "MM"),
        ("The Hashemite Kingdom of Jordan", "JO"),
        ("Republik Sosialis Vietnam", "VN"),
        ("Rep. Ceko", "CZ"),
        ("Kesultanan Oman", "OM"),
        ("People's Republic of China", "CN"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Democratic Republic of the Congo", "CD"),
        ("Republik Kongo", "CG"),
        ("Itali", "IT"),
        ("Amerika Syarikat", "US"),
        ("MYS", "MY"),
        ("KOR", "KR"),
        ("kor", None),
        ("Republic of China (Taiwan)", "TW"),
        ("Amerika Serikat (AS)", "US"),
        ("Uzbekistan Republic", "UZ"),
        ("Malaysia (MY)", "MY"),
        ("JP - Jepang", "JP"),
        ("🇲🇾 Malaysia", "MY"),
        ("Tokyo, JP", None),
        ("China Republic", None),
        ("South Asian University (SAU)", None),
        ("Uni Eropa", None),
        ("Netherland", None),
        ("Universitas Niger", None),
        ("Jepang dan Korea", None),
    ],
)
def test_a_country_beside_other_words(text: str, code: str | None) -> None:
    """A city or another name of the country tells no other one."""
    assert meant(text) == code


@pytest.mark.parametrize(
    "text", ["Congo", "Republic of China", "AS", "Georgia, USA", "Taiwan, China", "Jepang; Korea Selatan"]
)
def test_two_countries_are_not_one(text: str) -> None:
    """Whoever means one must say which."""
    with pytest.raises(Ambiguous):
        meant(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Netherland", "NL"),
        ("Phillipines", "PH"),
        ("Austalia", "AU"),
        ("Thailan", "TH"),
        ("Untied States", "US"),
        ("Swizerland", "CH"),
        ("AS", "US"),
        ("Slovania", None),  # Slovakia, Slovenia
        ("Nigera", None),  # Niger, Nigeria
        ("Dominican", None),  # Dominica, the Dominican Republic
        ("Mali X", None),
        ("Sudam", None),
        ("Granada", None),  # a city, by one sign Grenada
        ("Jawa Barat", "ID"),
        ("PROV. NTT", "ID"),
        ("D.I. Yogyakarta", "ID"),
        ("Papua Niugini", "PG"),
        ("Bandung", None),
    ],
)
def test_a_misspelling_of_one_country_only(text: str, code: str | None) -> None:
    """One sign apart from one name, and from no other."""
    assert alike(text) == code


@pytest.mark.parametrize(
    ("text", "code", "either"),
    [
        ("my", "MY", ()),
        ("Malaysia", "MY", ()),
        ("italia", "IT", ()),
        ("Afrika Selatan", "ZA", ()),
        ("Uni Emirat Arab", "AE", ()),
        ("Korsel", "KR", ()),
        ("Vatikan", "VA", ()),
        ("AS", "AS", ("AS", "US")),  # as a code it is one; an office that means the other reads so in the preview
        ("Congo", None, ("CD", "CG")),
        ("kongo", None, ("CD", "CG")),
        ("Virgin Islands", None, ("VG", "VI")),
        ("Kosovo", None, ()),
        ("Atlantis", None, ()),
        ("xx", None, ()),
        ("", None, ()),
        ("Republik " * 5000, None, ()),
    ],
)
def test_a_country_as_it_is_typed(text: str, code: str | None, either: tuple[str, ...]) -> None:
    """By its code, or by any usual name in both languages; of a name of two no one is guessed, nor proposed."""
    assert (named(text), either_of(text)) == (code, either)
    if code or either:
        assert code_of(text) == code


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_name_of_a_country_is_taken_where_it_is_typed(language: str) -> None:
    """As in lists: CLDR's names, in both languages."""
    names = {code: name for code, name in Locale(language).territories.items() if code in COUNTRIES}
    assert len(names) == len(COUNTRIES)
    two = {code: None for code, name in names.items() if either_of(name)}
    assert {code: named(name) for code, name in names.items()} == {**{code: code for code in names}, **two}
    assert set(two) <= {"MF"}
