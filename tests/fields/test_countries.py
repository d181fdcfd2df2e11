"""What people write for a country is taken for it where no other can be meant."""

from __future__ import annotations

import pytest

from mou_tracker.fields.countries import Ambiguous, alike, meant


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
    ],
)
def test_a_misspelling_of_one_country_only(text: str, code: str | None) -> None:
    """One sign apart from one name, and from no other."""
    assert alike(text) == code
