# Bahasa Indonesia. Satu berkas untuk satu bahasa; setiap kunci di sini ada juga di en.ftl.
# Nilai ({ $name }) sudah aman untuk HTML. Angka memilih bentuknya sendiri.

## Siapa kami

bot-name = Kliping
bot-description =
    Ringkasan berita harian sesuai topik pilihan Anda.

    Pilih topiknya, misalnya Kesbangpol, Pemilu, atau bencana di daerah Anda. Setiap pagi Kliping merangkum pemberitaan banyak media: satu peristiwa satu baris, lengkap dengan tautannya.
bot-short-description = Ringkasan berita harian sesuai topik pilihan Anda, dari banyak media.

## Perintah

command-start = Mulai
command-help = Bantuan dan cara mencari
command-subscribe = Ikuti sebuah topik
command-topics = Topik yang diikuti
command-unsubscribe = Berhenti mengikuti topik
command-digest = Ringkasan berita sekarang
command-schedule = Atur jam ringkasan
command-search = Cari berita, yang paling cocok lebih dulu
command-sources = Media yang dipantau
command-language = Pilih bahasa · Language
command-mydata = Semua data tentang obrolan ini
command-forget = Hapus semua data obrolan ini
command-near = Perintah itu tidak dikenal. Apakah maksud Anda /{ $near }?
command-unknown = Perintah itu tidak dikenal. Semua perintah ada di /bantuan.

## Mulai dan bantuan

greeting =
    👋 <b>Selamat datang di Kliping!</b>

    Kliping mengirimkan ringkasan berita harian tentang topik yang Anda pilih, dari banyak media. Satu peristiwa disebut sekali saja, berapa pun medianya.

    Pilih topik di bawah untuk mulai (angkanya: jumlah peristiwa dalam 24 jam terakhir), atau tulis sendiri: <code>/langganan banjir belitung</code>. Ringkasan pertama datang { $when }.
greeting-again =
    👋 <b>Selamat datang kembali!</b>

    Anda mengikuti { $topics } topik. Ringkasan berikutnya datang { $when }.

    Ingin menambah topik? Ketuk pilihan di bawah, atau tulis sendiri: <code>/langganan banjir belitung</code>.
help =
    <b>Kliping</b> mengirimkan ringkasan berita harian tentang topik yang Anda ikuti, dan mencarikan berita kapan saja.

    { $commands }

    <b>Cara menulis topik dan pencarian</b>
    <code>pemilu belitung</code> – keduanya ada
    <code>pemilu ATAU pilkada</code> – salah satu ada
    <code>pemilu -kampanye</code> – tanpa kata itu
    <code>"dana hibah"</code> – persis berurutan
    <code>judul:banjir</code> – ada di judul
    <code>wilayah:babel</code> – tentang wilayah itu atau bagiannya
    <code>media:antaranews</code> – dari media itu
    <code>(pemilu ATAU pilkada) belitung</code> – dikelompokkan

    Beri nama sendiri dengan titik dua: <code>/langganan Bencana: banjir ATAU longsor</code>
help-inline = Di obrolan mana pun: ketik <code>@{ $name } banjir belitung</code>, lalu pilih berita yang ingin Anda kirim di sana.
help-command = /{ $command } – { $does }

## Tombol

button-add = ➕ Tambah topik
button-back = ‹ Sebelumnya
button-days = 📅 Hari
button-digest = 🗞 Ringkasan sekarang
button-drop-all = Berhenti dari semua
button-every-day = Setiap hari
button-forget = 🗑 Hapus semua data
button-yes-forget = Ya, hapus semuanya
button-holidays = Hari libur
button-keep = Batal
button-more-packs = Topik lain { $page }/{ $pages } ›
button-no-news = Kabari bila nihil
button-on = Berikutnya ›
button-quiet = 🌙 { $hours }
button-schedule = 🕖 Atur jam
button-search = 🔎 Cari
button-stop = ✕ Berhenti mengikuti
button-times = ‹ Jadwal
button-topics = 📋 Topik saya
button-undo = ↩️ Urungkan
button-watch = ➕ Langganan
button-before = ‹ Sebelumnya
button-after = Berikutnya ›
button-best = ⭐ Paling cocok
button-newest = 🕒 Terbaru
button-narrow = 🔽 Saring
button-to-results = ‹ Ke hasil
button-period = { $days ->
    [1] Hari ini
   *[other] { $days } hari
 }
button-working-days = Hari kerja
button-yes-drop-all = Ya, berhenti dari semua

## Waktu

upcoming = { $days ->
    [0] hari ini pukul { $time }
    [1] besok pukul { $time }
   *[other] { $date }
 }
upcoming-date = { $days ->
    [0] hari ini, { $date }, pukul { $time }
    [1] besok, { $date }, pukul { $time }
   *[other] { $date }, pukul { $time }
 }
upcoming-soon = sebentar lagi

## Langganan

subscribe-ask =
    <b>Topik apa yang ingin Anda ikuti?</b>

    { $private ->
        [yes] Ketuk pilihan di bawah, atau tulis saja kata yang Anda cari, misalnya <code>banjir belitung</code>.
       *[no] Ketuk pilihan di bawah, atau tulis <code>/langganan banjir belitung</code>.
    }
subscribed =
    ✓ <b>{ $name }</b> diikuti.
    Yang dicari: <code>{ $query }</code>

    { $thread ->
        [yes] Beritanya datang di utas ini { $when }.
       *[no] Beritanya datang { $when }.
    }
subscribed-already =
    <b>{ $name }</b> sudah Anda ikuti.
    Yang dicari: <code>{ $query }</code>

    Ringkasan berikutnya datang { $when }.
suggestion-followed = ✓ { $name } diikuti. Beritanya datang { $when }.
suggestion-known = { $name } sudah Anda ikuti. Ringkasan berikutnya datang { $when }.
suggestion-dropped = { $name } tidak diikuti lagi.
preview = 📰 <b>{ $days } hari terakhir:</b> { $cut ->
    [yes] paling sedikit { $events }
   *[no] { $events }
 } peristiwa dari { $outlets } media{ $more ->
    [yes] , antara lain:
   *[no] :
 }
preview-nothing =
    📭 <b>{ $days } hari terakhir:</b> tidak ada beritanya. Begitu ada, Anda membacanya di ringkasan.
    { $strict ->
        [yes] Ingin lebih banyak? Kurangi katanya, atau pisahkan dengan <b>ATAU</b>.
       *[no] Ingin lebih banyak? Coba kata yang lebih umum.
    }
preview-noisy =
    ⚠️ <b>Ramai:</b> sekitar { $daily } peristiwa sehari. Agar lebih sedikit, persempit dengan kata lain atau wilayah{ $known ->
        [yes] , misalnya <code>/langganan { $narrower }</code>, lalu hentikan yang ini.
       *[no] , lalu hentikan yang ini.
    }
preview-note = { $days } hari terakhir: { $cut ->
    [yes] paling sedikit { $events }
   *[no] { $events }
 } peristiwa dari { $outlets } media.
preview-note-nothing = { $days } hari terakhir: tidak ada beritanya.
preview-note-noisy = ⚠️ Sekitar { $daily } sehari.

## Topik

topics =
    <b>Topik yang Anda ikuti ({ $count })</b>
    { $lines }

    Ringkasan berikutnya datang { $when }. Ketuk ✕ untuk berhenti mengikuti.
topic-line = • <b>{ $name }</b> · <code>{ $query }</code>
topic-line-brief = • <b>{ $name }</b>
topic-dropped =
    <b>{ $name }</b> tidak diikuti lagi.
    <code>{ $query }</code>
topic-dropped-note = { $name } tidak diikuti lagi.
topic-unknown = Tidak ada topik bernama “{ $name }” di sini.
topics-none-left = Tidak ada lagi topik yang Anda ikuti, jadi tidak ada ringkasan yang dikirim.
topics-drop-all = Berhenti mengikuti semua ({ $count }) topik? Ini tidak dapat diurungkan.
topics-dropped = Semua topik dihentikan, dan tidak ada lagi ringkasan yang dikirim. Anda boleh kembali kapan saja.
nothing-followed = Belum ada topik yang Anda ikuti. Ketuk pilihan di bawah untuk mulai, atau tulis <code>/langganan banjir belitung</code>.

## Jadwal

schedule =
    🕖 Ringkasan datang <b>{ $schedule }</b>.
    Berikutnya: { $when }.
    { $silent ->
        [yes] Bila tidak ada berita baru, Kliping diam.
       *[no] Bila tidak ada berita baru, Kliping mengabari.
    }

    Ketuk untuk mengubah, atau tulis sendiri: <code>/jadwal hari kerja jam 7 pagi dan 4 sore WITA</code>
schedule-words = { $days ->
    [every] setiap hari
    [working] setiap hari kerja
    [weekend] setiap akhir pekan
   *[some] setiap { $names }
 } pukul { $times } { $zone }{ $holidays ->
    [yes] { "" }
   *[no] , kecuali hari libur nasional
 }{ $quiet ->
    [none] { "" }
   *[some] , tenang { $quiet }
 }
schedule-one-remains = Paling sedikit satu jam harus tersisa. Untuk berhenti menerima ringkasan, ketik /berhenti.
schedule-one-day-remains = Paling sedikit satu hari harus tersisa. Untuk berhenti menerima ringkasan, ketik /berhenti.

## Pencarian

search-ask =
    <b>Berita apa yang Anda cari?</b>

    { $private ->
        [yes] Tulis saja katanya, misalnya <code>banjir belitung</code>.
       *[no] Tulis <code>/cari banjir belitung</code>.
    }
search-offer =
    <code>{ $query }</code>

    Cari beritanya sekarang, atau ikuti setiap hari?
search-results = 🔎 <code>{ $query }</code> · { $more ->
    [yes] lebih dari { $count }
   *[no] { $count }
 } peristiwa{ $pages ->
    [1] { "" }
   *[other] , halaman { $page } dari { $pages }
 }
search-relaxed = <i>Hanya sedikit yang memuat semua kata; sebagian tanpa: { $words }</i>
hit-missing = tanpa: { $words }
hit-inside = di isi berita: { $words }
hit-region = wilayah: { $region }
search-meant = Mungkin maksud Anda: { $queries }
search-nothing =
    Tidak ada berita tentang <code>{ $query }</code>.

    Coba kata yang lebih umum, kurangi katanya, atau pisahkan dengan <b>ATAU</b>. Dengan <b>Langganan</b>, Anda dikabari begitu beritanya muncul.

## Di obrolan mana pun

inline-hint = 🔎 Ketik yang dicari, atau buka Kliping ›
inline-nothing = Tidak ada berita tentang “{ $query }” · Buka Kliping ›
inline-mishap = ⚠️ Ada yang salah di pihak kami (kode { $code })

## Selengkapnya

more = <b>{ $name }</b> · { $first }–{ $last } dari { $count } peristiwa

## Bahasa

language = Kliping berbicara <b>bahasa Indonesia</b> kepada Anda.

## Yang tidak bisa

query-error =
    Pencarian ini belum bisa dibaca; lihat tanda 👉:
    <code>{ $marked }</code>

    { $expected } Contohnya ada di /bantuan.
expected-word = Di situ seharusnya ada kata yang dicari.
expected-closing-parenthesis = Kurung yang dibuka belum ditutup dengan “)”.
expected-operator = Di situ seharusnya ada kata, atau <b>ATAU</b>; periksa kurungnya.
expected-closing-quote = Tanda kutip yang dibuka belum ditutup.
expected-something-to-find = Selain yang dikecualikan, perlu ada kata yang dicari.
expected-fewer-terms = Paling banyak { $terms } kata sekaligus.
expected-less-nesting = Terlalu banyak kurung di dalam kurung.
expected-shorter-text = Paling panjang { $length } huruf.
expected-field = Penanda itu tidak ada; yang ada judul:, media:, wilayah:, dan untuk pencarian sejak: dan sampai:.
expected-region = Tidak ada wilayah dengan nama itu.
expected-date = Tanggal ditulis seperti ini: 2026-11-23.
expected-no-date = sejak: dan sampai: hanya untuk pencarian; topik selalu memantau yang baru.
query-meant = Maksud Anda <b>{ $suggestions }</b>?
schedule-error =
    <code>{ $text }</code> belum bisa dibaca sebagai jadwal.

    Yang bisa, misalnya:
    <code>/jadwal 06.30 dan 16.00 WITA</code>
    <code>/jadwal tiap hari kerja jam 7 pagi</code>
    <code>/jadwal kecuali Minggu dan hari libur</code>
    <code>/jadwal tenang 21.00-06.00</code>
    <code>/jadwal diam kalau tidak ada berita</code>
offset-unknown =
    Tidak ada zona waktu yang sepanjang tahun <code>{ $text }</code>.

    Sebutkan kotanya, misalnya <code>/jadwal 07.00 Adelaide</code>, atau WIB, WITA, WIT.
limit-topics = Paling banyak { $limit } topik dapat diikuti. Hentikan salah satu lewat /topik, lalu coba lagi.
limit-times = Paling banyak { $limit } jam dalam sehari. Hapus salah satu, lalu coba lagi.
administrators-only = Maaf, hanya admin grup yang dapat mengubah pengaturan di sini.
stale-button = Tombol ini sudah tidak berlaku. Ketik /topik untuk melihat keadaan terbaru.
mishap = Ada yang salah di pihak kami (kode { $code }). Silakan coba lagi sebentar lagi; bila terulang, sebutkan kode itu kepada pengelola bot.

## Digest

digest-head = 🗞 <b>{ $part ->
    [morning] Kliping pagi
    [noon] Kliping siang
    [afternoon] Kliping sore
   *[evening] Kliping malam
 }</b> · { $date }
digest-counts = { $topics } topik · { $events } peristiwa · { $items } berita dari { $outlets } media
digest-section = <b>{ $name }</b> ({ $count })
digest-section-continued = <b>{ $name }</b> (lanjutan)
digest-rest = <i>… dan { $count } lainnya</i>
digest-more = { $name }: { $count } lainnya
digest-quiet = Tanpa berita baru: { $topics }.
digest-nothing = Belum ada berita baru tentang { $topics }. Kliping terus memantau.
digest-unwatched = ⚠️ { $count } media sedang tidak terpantau: { $outlets }.
digest-silent = 🔇 { $count } media belum menerbitkan berita lebih lama daripada biasanya: { $outlets }.
digest-others = { $count } lainnya
digest-repeat = 🔁 Kiriman ulang: pesan ini mungkin sudah Anda terima.
digest-late = ⏰ Susulan: tidak sempat terbit pada jamnya.
story-untitled = (tanpa judul)
story-latest = Terbaru: { $headline } ({ $outlet }, { $time })
story-grew = 🔄 <i>Perkembangan:</i>
story-outlets = { $outlet } +{ $others } media
when-yesterday = kemarin { $time }

## Media dan feed

sources-none = Belum ada media yang dipantau.
sources-head = 📰 <b>Media yang dipantau Kliping</b>: { $outlets }, lewat { $feeds } feed
sources-count = { $health ->
    [silent] 🔇 { $count } diam
    [broken] ⚠️ { $count } bermasalah
    [gone] ⛔ { $count } dihentikan
   *[ok] ✅ { $count } baik
 }
sources-watched = { $health ->
    [silent] 🔇 { $name } – belum menerbitkan berita lebih lama daripada biasanya, berita terakhir { $newest }
   *[ok] ✅ { $name } – { $newest }
 }
sources-gone = ⛔ { $name } – feed-nya dihentikan
sources-broken = ⚠️ { $name } – { sources-trouble }
sources-failing = ⚠️ { $name } – { sources-trouble }; berita terakhir { $newest }
sources-trouble = { $kind ->
    [unknown] bermasalah
   *[known] bermasalah: { failure }
 }
failure = { $kind ->
    [gone] sudah dihapus untuk seterusnya
    [not-found] tidak ditemukan di alamatnya
    [refused] tidak diberikan oleh servernya
    [forbidden] alamatnya bukan di internet umum
    [not-a-feed] isi alamatnya tidak terbaca sebagai feed
    [too-large] ukurannya terlalu besar
    [timeout] servernya tidak menjawab
    [server-error] servernya rusak
   *[temporary] servernya sedang tidak dapat dihubungi
 }
sources-nothing-yet = ⏳ { $name } – belum ada berita
notice-broken = ⚠️ Feed { $outlet } tidak dapat dipakai: { $kind ->
    [unknown] { $reason }
   *[known] { failure } – { $reason }
 } ({ $url })
notice-gone = ⛔ Feed { $outlet } sudah tidak ada dan tidak diperiksa lagi: { $reason } ({ $url })
notice-works = ✅ Feed { $outlet } berfungsi lagi ({ $url })
notice-others = … dan { $count } lainnya: kliping feeds list

## Data pribadi

stored =
    Semua yang kami simpan tentang obrolan ini ada di berkas ini: pengaturan, topik, ringkasan yang dikirim, dan berita yang sudah disebut. Selebihnya tidak ada.

    /hapus menghapus semuanya.
stored-about = Semua yang disimpan Kliping tentang obrolan ini. Waktu dalam UTC.
forget-ask =
    <b>Hapus semua data obrolan ini?</b>

    Yang akan hilang: pengaturan dan jadwal, { $topics } topik, { $digests } ringkasan dengan { $messages } pesannya, dan catatan berita mana yang sudah disebut. Ringkasan tidak dikirim lagi. Ini tidak dapat diurungkan.

    Pesan yang sudah ada di obrolan ini tetap ada; Telegram yang menyimpannya. Salinan datanya bisa diambil dulu dengan /datasaya.
forgotten = Semua data obrolan ini sudah dihapus. Bila suatu saat ingin mulai lagi, kirim /start.
