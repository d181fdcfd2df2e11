"""Make docs/examples/memorandum.pdf and .txt: an invented memorandum in two languages, to try `mou read` on.

`python tools/example_text.py` writes both; the same bytes each time. Needs reportlab, which the tests install.
"""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "examples"
FONT, SIZE, LEADING = "Helvetica", 9, 12
WIDTH, HEIGHT, TOP, FOOT = 595, 842, 770, 70
LEFT, RIGHT, COLUMN = 60, 315, 220

TITLES = (
    ("MEMORANDUM SALING PENGERTIAN", "MEMORANDUM OF UNDERSTANDING"),
    ("ANTARA", "BETWEEN"),
    ("PEMERINTAH KOTA BANDUNG, REPUBLIK INDONESIA", "THE CITY GOVERNMENT OF BANDUNG, REPUBLIC OF INDONESIA"),
    ("DAN", "AND"),
    ("PEMERINTAH KOTA TARUMA, MALAYSIA", "THE CITY GOVERNMENT OF TARUMA, MALAYSIA"),
    ("TENTANG", "CONCERNING"),
    ("KERJA SAMA KOTA BERSAUDARA", "SISTER CITY CO-OPERATION"),
)
BODY = (
    (
        "Merujuk pada Surat Pernyataan Minat yang ditandatangani di Taruma pada tanggal 12 Maret 2014; sesuai dengan "
        "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah; Para Pihak bersepakat sebagai berikut:",
        "Referring to the Letter of Intent signed in Taruma on 12 March 2014; pursuant to the laws and regulations in "
        "force in their countries; the Parties have agreed as follows:",
    ),
    ("PASAL 1", "ARTICLE 1"),
    ("Bidang-bidang kerja sama:", "The areas of co-operation:"),
    ("a. pendidikan dan kebudayaan;", "a. education and culture;"),
    ("b. pengelolaan sampah; dan", "b. waste management; and"),
    ("c. usaha kecil dan menengah.", "c. small and medium enterprises."),
    ("PASAL 4", "ARTICLE 4"),
    (
        "Setiap Pihak menjaga kerahasiaan informasi yang diterima selama 3 (tiga) tahun setelah berakhirnya Memorandum "
        "Saling Pengertian ini.",
        "Each Party shall keep the information received confidential for three (3) years after the end of this "
        "Memorandum of Understanding.",
    ),
    ("PASAL 9", "ARTICLE 9"),
    (
        "1. Memorandum Saling Pengertian ini mulai berlaku pada tanggal penandatanganan.",
        "1. This Memorandum of Understanding shall come into effect on the date of its signing.",
    ),
    (
        "2. Memorandum Saling Pengertian ini berlaku untuk jangka waktu 5 (lima) tahun dan dapat diperpanjang untuk "
        "jangka waktu 3 (tiga) tahun atas persetujuan tertulis Para Pihak.",
        "2. This Memorandum of Understanding shall remain in force for a period of five (5) years and may be extended "
        "for a further period of three (3) years by mutual written consent of the Parties.",
    ),
    (
        "3. Salah satu Pihak dapat mengakhiri Memorandum Saling Pengertian ini dengan pemberitahuan tertulis "
        "sekurang-kurangnya 6 (enam) bulan sebelumnya.",
        "3. Either Party may terminate this Memorandum of Understanding by giving at least six (6) months written "
        "notice to the other Party.",
    ),
    (
        "Dibuat di Bandung pada tanggal dua puluh tujuh bulan November tahun dua ribu lima belas, dalam bahasa "
        "Indonesia dan bahasa Inggris.",
        "Done in Bandung on the twenty-seventh day of November, two thousand and fifteen, in the Indonesian and "
        "English languages.",
    ),
    (
        "Dalam hal terdapat perbedaan penafsiran, naskah bahasa Inggris yang berlaku.",
        "In case of any divergence of interpretation, the English text shall prevail.",
    ),
)


def pdf(path: Path) -> None:
    """Both languages side by side, with a running head and page numbers."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle("Memorandum")
    page, y = 0, 0.0

    def turn() -> float:
        nonlocal page
        if page:
            canvas.showPage()
        page += 1
        canvas.setFont(FONT, SIZE)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 36, "Bandung – Taruma")
        canvas.drawCentredString(WIDTH / 2, 36, f"- {page} -")
        return TOP

    y = turn()
    for pair in (*TITLES, *BODY):
        rows = [simpleSplit(text, FONT, SIZE, COLUMN) for text in pair]
        for at in range(max(map(len, rows))):
            if y < FOOT:
                y = turn()
            for x, column in zip((LEFT, RIGHT), rows, strict=True):
                if at < len(column):
                    canvas.drawString(x, y, column[at])
            y -= LEADING
        y -= 4
    canvas.save()


def main() -> None:
    """Write both files."""
    FOLDER.mkdir(exist_ok=True)
    pdf(FOLDER / "memorandum.pdf")
    texts = [
        "\n\n".join(pair[side] for pair in (("\n".join(t[0] for t in TITLES), "\n".join(t[1] for t in TITLES)), *BODY))
        for side in (0, 1)
    ]
    (FOLDER / "memorandum.txt").write_text("\n\n\n".join(texts) + "\n", "utf-8")


if __name__ == "__main__":
    main()
