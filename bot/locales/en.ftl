# English. One file per language; every key here is in id.ftl too.
# Values ({ $name }) are safe in HTML. Numbers choose their form themselves.

## Who we are

bot-name = Kliping
bot-description =
    A daily news digest on the topics you choose.

    Pick your topics, for example Kesbangpol, elections, or disasters in your region. Every morning Kliping sums up what many outlets reported: one line per event, each with its link.
bot-short-description = A daily digest of Indonesian news on the topics you choose, from many outlets.

## Commands

command-start = Begin
command-help = Help, and how to search
command-subscribe = Follow a topic
command-topics = The topics you follow
command-unsubscribe = Stop following a topic
command-digest = The digest, now
command-schedule = Set when the digest comes
command-search = Search the news, the best match first
command-sources = The outlets that are watched
command-language = Language · Bahasa
command-mydata = Everything stored about this chat
command-forget = Delete everything about this chat
command-near = There is no such command. Did you mean /{ $near }?
command-unknown = There is no such command. All commands are listed in /help.

## Beginning and help

greeting =
    👋 <b>Welcome to Kliping!</b>

    Kliping sends you a daily digest of the news on the topics you choose, from many outlets. Each event comes once, however many outlets report it.

    Pick a topic below to begin (the numbers are the stories of the last 24 hours), or write your own: <code>/subscribe banjir belitung</code>. Your first digest comes { $when }.
greeting-again =
    👋 <b>Welcome back!</b>

    { $topics ->
        [one] You follow one topic.
       *[other] You follow { $topics } topics.
    } The next digest comes { $when }.

    More topics? Tap one below, or write your own: <code>/subscribe banjir belitung</code>.
help =
    <b>Kliping</b> sends a daily digest of the news on the topics you follow, and searches the news whenever you ask.

    { $commands }

    <b>How to write topics and searches</b>
    <code>pemilu belitung</code> – both
    <code>pemilu OR pilkada</code> – either
    <code>pemilu -kampanye</code> – without that word
    <code>"dana hibah"</code> – exactly in this order
    <code>title:banjir</code> – in the headline
    <code>region:babel</code> – about that region or a part of it
    <code>outlet:antaranews</code> – from that outlet
    <code>(pemilu OR pilkada) belitung</code> – grouped

    Give it your own name with a colon: <code>/subscribe Disasters: banjir OR longsor</code>
help-inline = In any chat: type <code>@{ $name } banjir belitung</code>, then choose the news to send there.
help-command = /{ $command } – { $does }

## Buttons

button-add = ➕ Add a topic
button-back = ‹ Previous
button-days = 📅 Days
button-digest = 🗞 Digest now
button-drop-all = Stop all
button-every-day = Every day
button-forget = 🗑 Delete everything
button-yes-forget = Yes, delete everything
button-holidays = Holidays
button-keep = Keep them
button-more-packs = More topics { $page }/{ $pages } ›
button-no-news = Say if no news
button-on = Next ›
button-quiet = 🌙 { $hours }
button-schedule = 🕖 Set the time
button-search = 🔎 Search
button-stop = ✕ Stop following
button-times = ‹ Schedule
button-topics = 📋 My topics
button-undo = ↩️ Undo
button-watch = ➕ Follow
button-before = ‹ Previous
button-after = Next ›
button-best = ⭐ Best first
button-newest = 🕒 Newest first
button-narrow = 🔽 Narrow down
button-to-results = ‹ To the results
button-period = { $days ->
    [1] Today
   *[other] { $days } days
 }
button-working-days = Working days
button-yes-drop-all = Yes, stop all

## Times

upcoming = { $days ->
    [0] today at { $time }
    [1] tomorrow at { $time }
   *[other] on { $date }
 }
upcoming-date = { $days ->
    [0] today, { $date }, at { $time }
    [1] tomorrow, { $date }, at { $time }
   *[other] { $date } at { $time }
 }
upcoming-soon = in a moment

## Subscribing

subscribe-ask =
    <b>Which topic would you like to follow?</b>

    { $private ->
        [yes] Tap one below, or just write what you are looking for, such as <code>banjir belitung</code>.
       *[no] Tap one below, or write <code>/subscribe banjir belitung</code>.
    }
subscribed =
    ✓ You now follow <b>{ $name }</b>.
    Looking for: <code>{ $query }</code>

    { $thread ->
        [yes] Its news comes to this thread { $when }.
       *[no] Its news comes { $when }.
    }
subscribed-already =
    You already follow <b>{ $name }</b>.
    Looking for: <code>{ $query }</code>

    The next digest comes { $when }.
suggestion-followed = ✓ You now follow { $name }. Its news comes { $when }.
suggestion-known = You already follow { $name }. The next digest comes { $when }.
suggestion-dropped = You no longer follow { $name }.
preview = 📰 <b>The last { $days } days:</b> { $cut ->
    [yes] at least { $events } events
   *[no] { $events ->
        [one] one event
       *[other] { $events } events
    }
 } from { $outlets ->
    [one] one outlet
   *[other] { $outlets } outlets
 }{ $more ->
    [yes] , among them:
   *[no] :
 }
preview-nothing =
    📭 <b>The last { $days } days:</b> no news on this. As soon as there is some, you will read it in the digest.
    { $strict ->
        [yes] To find more, use fewer words, or put <b>OR</b> between them.
       *[no] To find more, try a more general word.
    }
preview-noisy =
    ⚠️ <b>Busy:</b> about { $daily } events a day. To get fewer, narrow it with another word or a region{ $known ->
        [yes] , such as <code>/subscribe { $narrower }</code>, and stop this one.
       *[no] , and stop this one.
    }
preview-note = The last { $days } days: { $cut ->
    [yes] at least { $events } events
   *[no] { $events ->
        [one] one event
       *[other] { $events } events
    }
 } from { $outlets ->
    [one] one outlet
   *[other] { $outlets } outlets
 }.
preview-note-nothing = The last { $days } days: no news on this.
preview-note-noisy = ⚠️ About { $daily } a day.

## Topics

topics =
    <b>The topics you follow ({ $count })</b>
    { $lines }

    The next digest comes { $when }. Tap ✕ to stop following.
topic-line = • <b>{ $name }</b> · <code>{ $query }</code>
topic-line-brief = • <b>{ $name }</b>
topic-dropped =
    <b>{ $name }</b> is no longer followed.
    <code>{ $query }</code>
topic-dropped-note = You no longer follow { $name }.
topic-unknown = There is no topic called “{ $name }” here.
topics-none-left = You follow no topics any more, so no digest will be sent.
topics-drop-all = Stop following all ({ $count }) topics? This cannot be undone.
topics-dropped = You follow nothing any more, and no digest will be sent. You are welcome back at any time.
nothing-followed = You do not follow any topic yet. Tap one below to begin, or write <code>/subscribe banjir belitung</code>.

## Schedule

schedule =
    🕖 The digest comes <b>{ $schedule }</b>.
    Next: { $when }.
    { $silent ->
        [yes] When there is no news, Kliping stays silent.
       *[no] When there is no news, Kliping says so.
    }

    Tap to change it, or write your own: <code>/schedule weekdays 7 am and 4 pm WITA</code>
schedule-words = { $days ->
    [every] every day
    [working] every working day
    [weekend] every weekend
   *[some] every { $names }
 } at { $times } { $zone }{ $holidays ->
    [yes] { "" }
   *[no] , except public holidays
 }{ $quiet ->
    [none] { "" }
   *[some] , quiet { $quiet }
 }
schedule-one-remains = At least one time must remain. To receive no more digests, type /unsubscribe.
schedule-one-day-remains = At least one day must remain. To receive no more digests, type /unsubscribe.

## Searching

search-ask =
    <b>What news are you looking for?</b>

    { $private ->
        [yes] Just write it, such as <code>banjir belitung</code>.
       *[no] Write <code>/search banjir belitung</code>.
    }
search-offer =
    <code>{ $query }</code>

    Search for it now, or follow it every day?
search-results = 🔎 <code>{ $query }</code> · { $more ->
    [yes] more than { $count } events
   *[no] { $count ->
        [one] one event
       *[other] { $count } events
    }
 }{ $pages ->
    [1] { "" }
   *[other] , page { $page } of { $pages }
 }
search-relaxed = <i>Few hold every word; some are without: { $words }</i>
hit-missing = without: { $words }
hit-inside = in the full text: { $words }
hit-region = region: { $region }
search-meant = Did you mean: { $queries }
search-nothing =
    There is no news on <code>{ $query }</code>.

    Try a more general word, use fewer words, or put <b>OR</b> between them. With <b>Follow</b> you hear of it as soon as there is news.

## In any chat

inline-hint = 🔎 Type what to find, or open Kliping ›
inline-nothing = No news about “{ $query }” · Open Kliping ›
inline-mishap = ⚠️ Something went wrong on our side (code { $code })

## Reading on

more = <b>{ $name }</b> · { $first }–{ $last } of { $count } events

## Language

language = Kliping speaks <b>English</b> to you.

## What cannot be done

query-error =
    This search cannot be read yet; see the mark 👉:
    <code>{ $marked }</code>

    { $expected } There are examples in /help.
expected-word = A word to look for is missing there.
expected-closing-parenthesis = A parenthesis was opened but not closed with “)”.
expected-operator = A word, or <b>OR</b>, was expected there; check the parentheses.
expected-closing-quote = A quotation mark was opened but not closed.
expected-something-to-find = Besides what is excluded, there must be a word to look for.
expected-fewer-terms = At most { $terms } words at once.
expected-less-nesting = There are too many parentheses within parentheses.
expected-shorter-text = At most { $length } characters.
expected-field = There is no such field; there are title:, outlet:, region:, and in searches since: and until:.
expected-region = No region of that name is known.
expected-date = A date is written like this: 2026-11-23.
expected-no-date = since: and until: belong to searches; a topic always looks at what is new.
query-meant = Did you mean <b>{ $suggestions }</b>?
schedule-error =
    <code>{ $text }</code> cannot be read as a schedule yet.

    What can be read, for example:
    <code>/schedule 06:30 and 16:00 WITA</code>
    <code>/schedule working days at 7 am</code>
    <code>/schedule except Sundays and public holidays</code>
    <code>/schedule quiet 21:00-06:00</code>
    <code>/schedule silent without news</code>
offset-unknown =
    No timezone is at <code>{ $text }</code> all year.

    Name the city instead, such as <code>/schedule 07:00 Adelaide</code>, or WIB, WITA, WIT.
limit-topics = You can follow at most { $limit } topics. Stop one in /topics, then try again.
limit-times = At most { $limit } times a day. Remove one, then try again.
administrators-only = Sorry, only the group’s administrators can change settings here.
stale-button = This button is no longer valid. Type /topics to see how things stand.
mishap = Something went wrong on our side (code { $code }). Please try again in a moment; if it happens again, tell the bot’s operator this code.

## Digest

digest-head = 🗞 <b>{ $part ->
    [morning] Kliping this morning
    [noon] Kliping at midday
    [afternoon] Kliping this afternoon
   *[evening] Kliping this evening
 }</b> · { $date }
digest-counts = { $topics ->
    [one] one topic
   *[other] { $topics } topics
 } · { $events ->
    [one] one event
   *[other] { $events } events
 } · { $items ->
    [one] one article
   *[other] { $items } articles
 } from { $outlets ->
    [one] one outlet
   *[other] { $outlets } outlets
 }
digest-section = <b>{ $name }</b> ({ $count })
digest-section-continued = <b>{ $name }</b> (continued)
digest-rest = <i>… and { $count } more</i>
digest-more = { $name }: { $count } more
digest-quiet = Nothing new on { $topics }.
digest-nothing = There is no news yet on { $topics }. Kliping keeps watching.
digest-unwatched = ⚠️ { $count ->
    [one] One outlet is not being watched
   *[other] { $count } outlets are not being watched
 } at the moment: { $outlets }.
digest-silent = 🔇 { $count ->
    [one] One outlet has been quiet for longer than usual
   *[other] { $count } outlets have been quiet for longer than usual
 }: { $outlets }.
digest-others = { $count ->
    [one] one more
   *[other] { $count } more
 }
digest-repeat = 🔁 Sent again: you may have received this message already.
digest-late = ⏰ Late: it could not be written at its time.
story-untitled = (no headline)
story-latest = Latest: { $headline } ({ $outlet }, { $time })
story-grew = 🔄 <i>Update:</i>
story-outlets = { $outlet } +{ $others ->
    [one] 1 outlet
   *[other] { $others } outlets
 }
when-yesterday = yesterday { $time }

## Outlets and feeds

sources-none = No outlets are being watched yet.
sources-head = 📰 <b>Outlets that Kliping watches</b>: { $outlets }, by { $feeds ->
    [one] one feed
   *[other] { $feeds } feeds
 }
sources-count = { $health ->
    [silent] 🔇 { $count } quiet
    [broken] ⚠️ { $count } in trouble
    [gone] ⛔ { $count } discontinued
   *[ok] ✅ { $count } fine
 }
sources-watched = { $health ->
    [silent] 🔇 { $name } – quiet for longer than usual, last article { $newest }
   *[ok] ✅ { $name } – { $newest }
 }
sources-gone = ⛔ { $name } – its feed was discontinued
sources-broken = ⚠️ { $name } – { sources-trouble }
sources-failing = ⚠️ { $name } – { sources-trouble }; last article { $newest }
sources-trouble = { $kind ->
    [unknown] in trouble
   *[known] in trouble: { failure }
 }
failure = { $kind ->
    [gone] it has been taken away for good
    [not-found] there is nothing at its address
    [refused] its server does not hand it out
    [forbidden] its address is not on the public internet
    [not-a-feed] what is at its address cannot be read as a feed
    [too-large] it is too large
    [timeout] its server does not answer
    [server-error] its server is out of order
   *[temporary] its server cannot be reached just now
 }
sources-nothing-yet = ⏳ { $name } – no articles yet
notice-broken = ⚠️ The feed of { $outlet } cannot be used: { $kind ->
    [unknown] { $reason }
   *[known] { failure } – { $reason }
 } ({ $url })
notice-gone = ⛔ The feed of { $outlet } is gone, polling has ended: { $reason } ({ $url })
notice-works = ✅ The feed of { $outlet } works again ({ $url })
notice-others = … and { $count } more: kliping feeds list

## Privacy

stored =
    This file holds everything we store about this chat: its settings, topics, the digests that were sent and the news they told. There is nothing else.

    /forget deletes it all.
stored-about = Everything that Kliping stores about this chat. Times are in UTC.
forget-ask =
    <b>Delete everything about this chat?</b>

    What will go: settings and schedule, { $topics ->
        [one] one topic
       *[other] { $topics } topics
    }, { $digests ->
        [one] one digest
       *[other] { $digests } digests
    } with { $messages ->
        [one] one message
       *[other] { $messages } messages
    }, and the record of which news was told. No more digests are sent. This cannot be undone.

    The messages in this chat stay: it is Telegram that keeps them. /mydata gives you a copy first.
forgotten = Everything about this chat has been deleted. Whenever you want to begin again, send /start.
