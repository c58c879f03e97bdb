"""Lexemes by which PostgreSQL's word index tells headlines, leads and common words that stand together."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_COMMON = (
    "1 10 11 12 2 20 3 4 5 6 7 aceh ada air akan akhir akibat alam aman anak anggota apa atas atau awal "
    "badan bagai bagi bahwa baik bakal bangun banjir bank bansos bantu banyak barat baru beberapa belum "
    "bencana berbagai beri besar bisa bpnt buat buka bukan bulan bupati cair camat capai cara cek cepat "
    "co daerah daftar dalam dampak dan dana dapat dari data datang dengan depan desa di diri dpr dua duga "
    "dukung dunia ekonomi gelar guna hadap hadir hal hanya harap harga hari harus hasil hingga id ikut "
    "indonesia ini itu jadi jadwal jakarta jalan jelang jelas juga jumat jumlah juta kabar kabupaten kait "
    "kali kamis karena kasus kata ke keluarga kembali kena kepada kepala kerja ketua kini kondisi korban "
    "kota kpm kuat lagi lain laku lalu lama lampung langsung lanjut lapor layan lebih lewat luar manfaat "
    "maret masih masuk masyarakat menteri mereka milik mimika minta mula naik namun nasional negara nilai "
    "nyata oleh orang pada pangan papua para pasti pekan penting penuh perintah pertama pilih pkh polisi "
    "prabowo presiden program pt pusat putus rabu raya republika resmi ri ribu rp rumah rupa saat salah "
    "salur sama sampai satu sebab sebut sehat selasa selatan sempat seperti serta setelah siap soal "
    "sosial subianto sudah sumatera tahan tahap tahun tak tambah tegas telah tempat temu tengah terima "
    "terus tetap tewas tidak tiga tim timika tinggal tinggi tingkat tni uang umum ungkap untuk usaha usai "
    "utama vs wakil warga wilayah yang"
)
"""Words of so much of the news that two of them stand together in little of what says both."""

_SIGNED = (
    "ARRAY(SELECT DISTINCT '{sign}' || token FROM regexp_split_to_table({part}, ' ') AS token "
    "WHERE token <> '')"
)
_PAIRS = (
    "ARRAY(SELECT DISTINCT token || '+' || next FROM "
    "(SELECT token, lead(token) OVER (ORDER BY place) AS next "
    "FROM regexp_split_to_table({part}, ' ') WITH ORDINALITY AS said (token, place)) AS pair "
    "WHERE token = ANY(common.words) AND next = ANY(common.words))"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return  # FTS5 knows places
    op.execute("ALTER TABLE item_words RENAME TO item_words_20")
    op.execute(
        "CREATE TABLE item_words (key BIGINT PRIMARY KEY, title TEXT NOT NULL, lead TEXT NOT NULL, "
        "body TEXT NOT NULL, words TSVECTOR NOT NULL)"
    )
    # A vector hardly gets smaller by being packed, which takes as long as reading it.
    op.execute("ALTER TABLE item_words ALTER words SET STORAGE EXTERNAL")
    lexemes = [
        *(_SIGNED.format(sign=sign, part=part) for sign, part in (("^", "title"), ("/", "lead"))),
        *(_PAIRS.format(part=part) for part in ("title", "lead", "body")),
    ]
    op.execute(
        "INSERT INTO item_words (key, title, lead, body, words) "  # noqa: S608 - no text from outside
        f"SELECT key, title, lead, body, old.words || array_to_tsvector({' || '.join(lexemes)}) FROM "
        f"item_words_20 AS old, (SELECT string_to_array('{_COMMON}', ' ') AS words) AS common ORDER BY key"
    )
    op.execute("DROP TABLE item_words_20")
    op.execute("CREATE INDEX ix_item_words_words ON item_words USING GIN (words)")
