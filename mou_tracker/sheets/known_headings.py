"""What offices call things in their sheets, in Indonesian and English: papers, kinds, renewals, statuses, headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from mou_tracker.basics.patterns import pattern
from mou_tracker.language.called import PAPERS

# Of two papers named in one cell the first of these is meant: an addendum to an MoU is an addendum.
_RANK = ("addendum", "ia", "pks", "loi", "mou")
KINDS: Mapping[str, str] = {
    "ksdpl": "ksdpl",
    "ksdll": "ksdll",
    "ksdd": "ksdd",
    "ksdpk": "ksdpk",
    "other": "other",
    "lainnya": "other",
    "sister city": "ksdpl",
    "kota bersaudara": "ksdpl",
}
RENEWALS: Mapping[str, str] = {
    "by agreement": "by-agreement",
    "kesepakatan": "by-agreement",
    "dengan kesepakatan": "by-agreement",
    "mutual consent": "by-agreement",
    "by mutual consent": "by-agreement",
    "mutual agreement": "by-agreement",
    "by mutual agreement": "by-agreement",
    "upon mutual agreement": "by-agreement",
    "atas kesepakatan": "by-agreement",
    "automatic": "automatic",
    "none": "none",
    "tidak diperpanjang": "none",
    "tidak ada": "none",
    "unknown": "unknown",
}
DPRD: Mapping[str, str] = {
    "required": "required",
    "not required": "not-required",
    "perlu": "required",
    "wajib": "required",
    "ya": "required",
    "tidak perlu": "not-required",
    "tidak": "not-required",
}


def _each(names: str) -> tuple[str, ...]:
    """The names in a text, parted by upright strokes."""
    return tuple(names.split(" | "))


# What a sheet's own status column says of an agreement, and the statuses that agree with it.
IN_FORCE = ("active", "due")
OVER = ("lapsed", "closed", "renewed")
STATUS_WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        _each(
            "aktif | active | berlaku | masih berlaku | masih aktif | on going | ongoing | in force | valid | berjalan "
            "| sedang berjalan | current | 1 | ya | yes | true | hampir berakhir | akan berakhir | expiring | expiring "
            "soon | segera berakhir | diperpanjang | in progress"
        ),
        IN_FORCE,
    ),
    **dict.fromkeys(
        _each(
            "berakhir | sudah berakhir | telah berakhir | tidak aktif | nonaktif | non aktif | tidak berlaku | expired "
            "| inactive | not active | lapsed | selesai | kadaluarsa | kedaluwarsa | kadaluwarsa | habis | habis masa "
            "berlaku | ended | terminated | 0 | tidak | no | false | closed | completed | tamat | mati"
        ),
        OVER,
    ),
    **dict.fromkeys(
        _each("proses | dalam proses | in process | on process | draft | usulan | rencana | planned | pending"),
        ("exploring", "in-approval", "pending-dprd"),
    ),
    **dict.fromkeys(_each("akan datang | belum berlaku | upcoming"), ("upcoming",)),
}


@cache
def statuses_of(text: str) -> tuple[str, ...]:
    """The statuses that agree with what a status column says, by the words that it begins with: `Aktif (4 bulan)`,
    `Akan berakhir dalam 43 hari`; none where it says no status.
    """
    words = normal(text).split()
    heads = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((STATUS_WORDS[head] for head in heads if head in STATUS_WORDS), ())


# Words in a partner's name or type that tell a local government, and those that tell any other institution.
_GOVERNMENT = pattern(
    r"\b(?:pemerintah(?:an)? (?:kota|kabupaten|provinsi|daerah|prov|kab)|pemkot|pemkab|pemprov|pemda|kota|kabupaten|"
    r"kab|"
    r"provinsi|prefecture|prefektur|municipality|municipal government|city government|city of|city council|"
    r"province of|provincial government|county|metropolitan city|sister city|local government|"
    r"pemerintah lokal|pemerintah daerah|negara bagian|gubernur|walikota|wali kota|bupati)\b"
)
_INSTITUTION = pattern(
    r"\b(?:universit\w*|univ|institut\w*|politeknik|polytechnic|college|school|sekolah|academy|akademi|stmik|stie|"
    r"stikes|"
    r"stai|iain|uin|smk|sma|smp|faculty|fakultas|pt|cv|tbk|persero|inc|ltd|llc|gmbh|corp\w*|company|co|bank|foundation|"
    r"yayasan|hospital|rumah sakit|rsud|rsup|rs|embassy|kedutaan|kementerian|ministry|badan|dinas|lembaga|perusahaan|"
    r"association|asosiasi|perhimpunan|ikatan|koperasi|cent(?:er|re)|pusat|balai|council|agency|organi[sz]ation|"
    r"organisasi|group|library|museum|ngo|lsm|industri|industry|swasta|pendidikan|bumn|bumd|dudi|international)\b"
)
# Each field's headings, the telling ones; a heading may hold more words.
HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("id", _each("id | kode | id kerjasama | id mou | kode kerjasama")),
    ("ignore", _each("no | nomor | no urut | nr | nomor urut | number | s n | s no | sl no | sr no | bil | no bil")),
    (
        "numbers.ours",
        _each(
            "nomor | no | number | nomor mou | no mou | nomor dokumen | no dokumen | nomor surat | no surat | nomor "
            "pks | no pks | nomor naskah | nomor perjanjian | no perjanjian | nomor kerjasama | nomor kerja sama | no "
            "kerjasama | document number | document no | mou number | mou no | agreement number | agreement no | "
            "reference number | ref no | nomor pihak pertama | nomor pihak i | nomor pihak 1 | nomor internal | "
            "reference | no naskah | reference no | no referensi | nomor referensi | no kontrak | nomor kontrak | "
            "registration number | nomor registrasi"
        ),
    ),
    (
        "numbers.theirs",
        _each(
            "nomor mitra | no mitra | nomor dokumen mitra | nomor surat mitra | nomor pihak kedua | nomor pihak ii | "
            "nomor pihak 2 | partner number | nomor eksternal"
        ),
    ),
    (
        "partner.country",
        _each(
            "negara | country | negara mitra | negara asal | asal negara | partner country | country of origin | nama "
            "negara | country name | nation | country code | kode negara"
        ),
    ),
    (
        "partner.type",
        _each(
            "jenis mitra | tipe mitra | kategori mitra | bentuk mitra | partner type | type of partner | partner "
            "category | jenis lembaga | kategori lembaga | jenis instansi | kriteria mitra | institution type | type "
            "of institution | klasifikasi mitra"
        ),
    ),
    ("partner.body", _each("instansi mitra | lembaga penandatangan | body | signing body")),
    (
        "partner.place",
        _each("city | kota | kota mitra asal | alamat mitra | alamat | address | partner city | lokasi mitra"),
    ),
    (
        "partner.name",
        _each(
            "nama mitra | mitra | mitra kerja sama | mitra kerjasama | partner | partner name | kota mitra | pihak "
            "kedua | nama | lembaga mitra | counterpart | nama lembaga | nama lembaga mitra | nama instansi | "
            "institution | institusi | nama institusi | university | universitas | universitas mitra | partner "
            "university | partner institution | nama universitas | perguruan tinggi | nama perguruan tinggi | name of "
            "institution | institution name | name of university | university name | name of partner | nama perusahaan "
            "| perusahaan | company | organization | organisation | organisasi | nama pihak kedua | pihak mitra | "
            "pihak ii | pihak 2 | second party | host university | foreign partner | instansi | lembaga | nama kota | "
            "city | kota | sister city | nama mitra kerjasama | nama mitra kerja sama | lembaga mitra kerjasama | "
            "instansi mitra kerjasama | mitra luar negeri | party | parties | other party | contracting party | "
            "client | rekanan | nama rekanan | rumah sakit | nama rumah sakit | agency | collaborator | collaborating "
            "institution | inst name"
        ),
    ),
    (
        "title",
        _each(
            "judul | judul kerja sama | judul kerjasama | judul mou | nama kerja sama | nama kerjasama | perihal | "
            "tentang | title | subject | judul dokumen | nama dokumen | nama kegiatan | judul naskah | agreement title "
            "| title of agreement | judul perjanjian | agreement name | uraian kerjasama"
        ),
    ),
    ("kind", _each("jenis kerja sama | jenis kerjasama | bentuk kerja sama | kind | type of cooperation")),
    (
        "instrument",
        _each(
            "jenis dokumen | bentuk dokumen | naskah | jenis naskah | dokumen | instrument | document type | jenis | "
            "type of document | agreement type | type of agreement | tipe dokumen | jenis perjanjian | bentuk naskah | "
            "jenis kerjasama | jenis kerja sama | type | tipe | mou moa | bentuk kerjasama | bentuk kerja sama | "
            "kategori dokumen | kategori | category | jenis mou | mou | agreement | doc type | tingkat dokumen"
        ),
    ),
    (
        "signed",
        _each(
            "tanggal penandatanganan | tanggal ttd | tgl ttd | tgl penandatanganan | ditandatangani | tanggal mou | "
            "tgl mou | ttd | signed | date signed | signing date | tanggal | signing | date of signing | signed on | "
            "tanggal penetapan | tanggal tanda tangan | tgl tanda tangan | signature date | date of signature | "
            "tanggal dokumen | tanggal naskah | tanggal surat | tanggal pengesahan | waktu penandatanganan | tgl | "
            "date | tanggal kerjasama | tanggal kerja sama | tanggal perjanjian | signed date | mou date | tahun "
            "penandatanganan | year signed | year of signing | penandatanganan | tarikh tandatangan | tarikh "
            "ditandatangani | dated | executed date | date executed | execution date | "
            "sign date | date of mou | date of moa | agreement date | date of agreement | contract date | date of "
            "execution"
        ),
    ),
    (
        "starts",
        _each(
            "mulai | tanggal mulai | tmt | berlaku sejak | mulai berlaku | start | start date | from | tgl mulai | "
            "berlaku mulai | tanggal awal | tgl awal | awal | tanggal berlaku | tgl berlaku | effective date | valid "
            "from | date from | commencement | commencement date | begin | begin date | beginning | awal berlaku | "
            "awal kerjasama | mulai kerjasama | date start | starting date | tanggal mulai berlaku | start of "
            "agreement | tanggal mulai kerjasama | tanggal mulai kerja sama | tanggal efektif | date of start | "
            "berlaku dari | dari tanggal | dari | periode mulai | tahun mulai | year start | effective from | tanggal "
            "aktif | starts | entry into force | entered into force | tarikh mula | tarikh kuat kuasa | periode awal | "
            "awal periode | valid fr | agreement start | tgl efektif | sejak | effective | effective start date | "
            "active from | in force from | commence | commences | commenced | started"
        ),
    ),
    (
        "ends",
        _each(
            "berakhir | tanggal berakhir | tgl berakhir | berlaku sampai | sampai | selesai | akhir | end | end date | "
            "expiry | expires | expiry date | kedaluwarsa | kadaluarsa | kadaluwarsa | tanggal selesai | tgl selesai | "
            "tanggal akhir | tgl akhir | berlaku hingga | hingga | expiration | expiration date | expired | expired "
            "date | date expired | valid until | valid to | valid till | until | date to | to | akhir berlaku | akhir "
            "kerjasama | berakhirnya | tanggal berakhirnya | end of agreement | ending date | date end | date of "
            "expiry | tanggal kadaluarsa | tanggal kedaluwarsa | masa berakhir | tahun berakhir | berakhir pada | s d "
            "| sampai dengan | termination date | year end | tanggal jatuh tempo | jatuh tempo | masa berlaku sampai | "
            "periode selesai | ends | tanggal berakhir kerjasama | tgl kadaluarsa | expire date | due date | finish "
            "date | berlaku s d | masa berlaku s d | expire | akhir masa berlaku | exp date | tarikh tamat | tarikh "
            "luput | tamat | periode akhir | akhir periode | termination | agreement end | valid up to | valid upto | "
            "finish | effective to | effective until | effective end date | valid thru | valid through | expires on | "
            "expiring | conclude | active until | in force until | final date | batas waktu | tst | tat"
        ),
    ),
    (
        "period",
        _each(
            "masa berlaku | periode | period | validity | validity period | jangka waktu | masa kerjasama | masa kerja "
            "sama | waktu pelaksanaan | periode kerjasama | periode kerja sama | duration | durasi | masa berlakunya | "
            "berlaku | agreement period | lama kerjasama | lama kerja sama | lama | term | jangka waktu berlaku | "
            "jangka waktu kerjasama | tenor | tempoh | tempoh sah | kurun waktu | kurun waktu kerjasama"
        ),
    ),
    ("renewal.notice", _each("masa pemberitahuan | notice | notice period")),
    ("renewal", _each("perpanjangan | renewal | pembaruan")),
    ("dprd", _each("persetujuan dprd | dprd")),
    (
        "unit",
        _each(
            "fakultas | faculty | unit | unit kerja | unit pengusul | unit pelaksana | prodi | program studi | "
            "department | departemen | jurusan | unit terkait | unit penanggung jawab | initiating unit | unit "
            "inisiator | pengusul | opd | perangkat daerah | skpd | opd pengampu | opd pelaksana | school unit | "
            "fakultas unit | unit fakultas | faculty unit | pelaksana | leading unit | unit in charge | opd pemrakarsa"
        ),
    ),
    ("owner", _each("pic | penanggung jawab | owner | person in charge | email pic | pic email")),
    ("contact.email", _each("email mitra | email kontak | contact email | partner email | email | e mail")),
    ("contact.phone", _each("telepon mitra | telepon | phone | contact phone | no telp | no hp | telp")),
    ("contact.name", _each("kontak | contact | contact person | kontak mitra | narahubung | cp | pic mitra")),
    (
        "fields",
        _each(
            "bidang | bidang kerja sama | bidang kerjasama | ruang lingkup | lingkup | fields | scope | areas | bidang "
            "kegiatan | ruang lingkup kerjasama | area of cooperation | areas of cooperation | field | scope of "
            "cooperation | fields of cooperation | lingkup kerjasama"
        ),
    ),
    (
        "status",
        _each(
            "status | status kerjasama | status kerja sama | status mou | status dokumen | keterangan status | status "
            "keaktifan | aktif | active | status masa berlaku | is active | status aktif | state | ket status"
        ),
    ),
    ("place", _each("tempat penandatanganan | tempat ttd | place of signing | lokasi penandatanganan | tempat")),
    ("notes", _each("keterangan | ket | catatan | notes | remarks | note | remark | comments | comment")),
)


# Where the partner is, is its name only where no other column says that.
_WEAK = {("partner.name", word): 1.22 for word in ("kota", "city")}
_WEAK |= {("partner.place", word): 1.21 for word in ("kota", "city")}
# The day of a letter may be that of the agreement.
_WEAK |= {("signed", "tanggal surat"): 1.25}
# What says too little among other words: `Tanggal Mulai (lama)` is no day of signing, `Nomor HP` no document's.
_ALONE = frozenset(("tanggal", "tgl", "date", "dated", "nomor", "number", "tamat", "mati"))


# Of a span's two columns the one that begins and the one that ends it.
_BEGIN = frozenset(("mulai", "awal", "dari", "sejak", "from", "start", "begin", "tmt"))
_FINISH = frozenset(("berakhir", "selesai", "akhir", "sampai", "hingga", "until", "end", "to", "till", "sd"))
# What is only meant to happen on a day has not happened on it.
PLANNED = frozenset(
    (
        "target",
        "rencana",
        "direncanakan",
        "planned",
        "plan",
        "expected",
        "estimated",
        "estimasi",
        "perkiraan",
        "tentative",
    )
)
_PLACES, _SURE = frozenset(("city", "kota", "alamat", "address", "lokasi", "location")), 2.5
# Whoever a column with these words names, it is no partner but somebody there.
_PERSONS = frozenset(
    (
        *("penandatangan", "signatory", "signatories", "coordinator", "koordinator", "contact", "kontak", "pic"),
        *("jabatan", "narahubung", "pejabat", "dekan", "dean", "rektor", "rector", "officer", "ketua", "direktur"),
        *("email", "telepon", "phone", "website"),
    )
)


_CAMEL = pattern(r"(?<=[a-z])(?=[A-Z][a-z])")
_POSSESSIVE = pattern(r"(?<=[a-z])['’]s\b")
_NO_WORD = pattern(r"[\W_]+")


@cache
def normal(text: str) -> str:
    """A heading or word without case, punctuation, underscores and doubled spaces; `startDate` is two words."""
    apart = text if text.istitle() else _CAMEL.sub(" ", text)
    apart = _POSSESSIVE.sub("", apart) if "'s" in apart or "’s" in apart else apart
    plain = apart.casefold()
    return " ".join((plain if plain.replace(" ", "").isalnum() else _NO_WORD.sub(" ", plain)).split())


@cache
def instrument_of(text: str) -> str | None:
    """The kind of paper that a cell names, by the whole of it or by the words in it."""
    plain = normal(text)
    if plain in PAPERS:
        return PAPERS[plain]
    found = {meaning for name, meaning in PAPERS.items() if f" {name} " in f" {plain} " and meaning != "other"}
    return next((one for one in _RANK if one in found), None)


@cache
def partner_class(text: str) -> str | None:
    """`government` or `institution` by the words of a partner's type or name; None where none tells."""
    plain = normal(text)
    if _INSTITUTION.search(plain):
        return "institution"
    return "government" if _GOVERNMENT.search(plain) else None


@lru_cache(maxsize=4096)
def heading_scores(heading: str) -> Mapping[str, float]:
    """The fields that a heading may name, the surest with the highest number: 3 for its own words and nothing else."""
    parts = [part for part in re.split(r" / |/|\n|[()|:]| - ", heading) if normal(part)]
    scores: dict[str, float] = {}
    last = heading.rpartition(" / ")[2] if " / " in heading else heading
    for text, weight in ((heading, 1.0), (last, 0.97), *((part, 0.95) for part in parts)):
        plain = normal(text)
        words = max(len(plain.split()), 1)
        for field, names in HEADINGS:
            for name in names:
                if plain == name:
                    score = _WEAK.get((field, name), 3) * weight
                elif f" {name} " in f" {plain} " and len(name) > 2 and field != "ignore" and name not in _ALONE:
                    score = weight * (1 + len(name.split()) / words + 0.1 * plain.startswith(name))
                else:
                    continue
                scores[field] = max(scores.get(field, 0), score)
    words_ = set(normal(heading).split())
    if "period" in scores and bool(words_ & _BEGIN) != bool(words_ & _FINISH):
        one = "starts" if words_ & _BEGIN else "ends"
        scores[one] = max(scores.pop("period"), scores.get(one, 0))
    if words_ & PLANNED:
        for field in ("signed", "starts", "ends"):
            scores.pop(field, None)
    if words_ & _PERSONS:
        scores.pop("partner.name", None)
    elif words_ & _PLACES and scores.get("partner.name", 3) < _SURE:
        for field in ("partner.name", "partner.place"):
            if scores.get(field, 3) < _SURE:
                scores[field] = min(scores[field], _WEAK[field, "kota"])
    return scores
