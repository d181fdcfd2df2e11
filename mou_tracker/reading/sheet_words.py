"""The words that offices use in spreadsheets: headings, kinds of paper, kinds of cooperation."""

from __future__ import annotations

import re
from collections.abc import Mapping

INSTRUMENTS: Mapping[str, str] = {
    "mou": "mou", "memorandum of understanding": "mou", "nota kesepahaman": "mou",
    "memorandum saling pengertian": "mou", "msp": "mou",
    "kesepakatan bersama": "mou", "loi": "loi", "letter of intent": "loi", "pernyataan kehendak": "loi",
    "pks": "pks", "perjanjian kerja sama": "pks", "perjanjian kerjasama": "pks", "ia": "ia",
    "implementing arrangement": "ia", "implementing agreement": "ia", "addendum": "addendum", "adendum": "addendum",
    "other": "other", "lainnya": "other",
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "ksdpl": "ksdpl", "ksdll": "ksdll", "ksdd": "ksdd", "ksdpk": "ksdpk", "other": "other", "lainnya": "other",
    "sister city": "ksdpl", "kota bersaudara": "ksdpl",
}  # fmt: skip
RENEWALS: Mapping[str, str] = {
    "by agreement": "by-agreement", "by-agreement": "by-agreement", "kesepakatan": "by-agreement",
    "dengan kesepakatan": "by-agreement", "atas kesepakatan": "by-agreement", "automatic": "automatic",
    "none": "none", "tidak diperpanjang": "none", "tidak ada": "none", "unknown": "unknown",
}  # fmt: skip
DPRD: Mapping[str, str] = {
    "required": "required", "not-required": "not-required", "perlu": "required", "wajib": "required", "ya": "required",
    "tidak perlu": "not-required", "tidak": "not-required",
}  # fmt: skip
HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("id", ("id", "kode")),
    ("partner.country", ("negara", "country", "negara mitra")),
    ("partner.body", ("instansi mitra", "lembaga penandatangan", "body")),
    ("partner.name", ("nama mitra", "mitra", "mitra kerja sama", "mitra kerjasama", "partner", "partner name",
                      "kota mitra", "pihak kedua", "nama", "lembaga mitra", "counterpart")),
    ("title", ("judul", "judul kerja sama", "judul mou", "nama kerja sama", "perihal", "tentang", "title", "subject")),
    ("kind", ("jenis kerja sama", "jenis kerjasama", "bentuk kerja sama", "kategori", "kind", "type of cooperation")),
    ("instrument", ("jenis dokumen", "bentuk dokumen", "naskah", "jenis naskah", "dokumen", "instrument",
                    "document type", "jenis")),
    ("signed", ("tanggal penandatanganan", "tanggal ttd", "tgl ttd", "tgl penandatanganan", "ditandatangani",
                "tanggal mou", "tgl mou", "signed", "date signed", "signing date", "tanggal")),
    ("starts", ("mulai", "tanggal mulai", "tmt", "berlaku sejak", "mulai berlaku", "start", "start date", "from")),
    ("ends", ("berakhir", "tanggal berakhir", "tgl berakhir", "berlaku sampai", "sampai", "selesai", "akhir", "end",
              "end date", "expiry", "expires", "expiry date", "kedaluwarsa", "kadaluarsa")),
    ("term", ("jangka waktu", "masa berlaku", "durasi", "lama", "term", "duration", "period", "validity")),
    ("renewal.notice", ("masa pemberitahuan", "notice", "notice period")),
    ("renewal", ("perpanjangan", "renewal", "pembaruan")),
    ("dprd", ("persetujuan dprd", "dprd")),
    ("fields", ("bidang", "bidang kerja sama", "bidang kerjasama", "ruang lingkup", "lingkup", "fields", "scope",
                "areas")),
    ("owner", ("pic", "penanggung jawab", "opd", "perangkat daerah", "owner", "contact")),
    ("notes", ("keterangan", "ket", "catatan", "notes", "remarks", "note")),
    ("ignore", ("no", "nomor", "no urut", "nr")),
)  # fmt: skip


def normal(text: str) -> str:
    """A heading or word without case, punctuation and doubled spaces."""
    return " ".join(re.sub(r"[^\w\s]+", " ", text.casefold()).split())
