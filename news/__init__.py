"""What news is: pure functions and frozen values; no I/O, no clock, no chance.

One word per thing, in code, tables, texts and commands alike:

- outlet: a publisher; feed: one address at which an outlet lists its articles
- host: the server of feeds and pages, asked by one of us at a time; poll: asking a feed what it lists
- claim: taking a host, an item or a message so that nobody else does; lease: when a claim ends by itself
- wishes: what a server asks of whoever polls it; validators: what tells that a feed has not changed
- strikes: what a feed's failures since its last success weigh; rhythm: how often it brings news
- health: how a feed is: ok, silent, broken or gone
- hub: a server that a feed names, which pushes what is new; subscription: our asking it to; push: one message
- catalogue: the known feeds; list: feeds as people hand them in, as OPML or CSV
- entry: an article as a feed lists it; draft: an entry that has been read; item: a draft that we keep
- document: what a feed's server answers; edition: a document that has been read; mark: a listed entry's hash
- headline: an item's title, or one that it had before
- page: an article as it stands on its outlet's site; body: its text, kept for reading and search only
- full text: all that a feed or a page says of an item; shingles: its runs of three words, as numbers
- key: one of the few shingles by which a full text is looked up
- copy: an item with the full text of an earlier one, its original
- reading: an item's words
- form: a word as written; lemma: the root that it shares with its family
- concept: an institution or idea with all its names; region: a province, regency or city
- dateline: where an article was written and for whom; lead: its first true sentences
- story: one event, told by one or more items
- traits: what tells an item's event; likeness: how probable it is that two items tell one event
- window: the items of the last days by their words; founder: the item by which grouping knows a story
- pair: two items that are labelled as telling one event or not
- chat: a private chat, group or channel that we serve; topic: a name and a query that a chat follows
- vocabulary: the words that items say, and how many; sound: what the spellings of one word have in common
- query: what a topic or a search looks for
- question: a query as it is put to a person; of its plain words most will do
- relevance: how well an item answers what is asked; excerpt: the part of its text that says it
- finding: what a search finds; hit: a story of it, with the item that answers best
- relaxed: of words of a search that not every hit holds
- voices: the newsrooms that tell a story by themselves; worth: what a story is worth under a topic
- ledger: what each chat has been told, and how
- preview: what a topic would have brought of late; noisy: bringing more than anybody reads
- slot: the instant for which a chat's digest is written; digest: what a chat is told for one slot
- quiet hours: times of day in which nothing is sent; silent without news: a chat that hears of no empty slot
- pace: how fast Telegram may be written to; departure: the instant at which a message may leave
- runway: where messages that are ours to send wait for their departure, and their receipts are gathered
- backlog: what waits to be sent; folded: unsent, and told by the chat's next digest instead
- asleep: of a chat that cannot be reached and gets no digests
- update: what Telegram tells us, such as what somebody wrote; place: the chat it is from, or else the person
- intake: where updates are kept until they are done; in hand: an update that is being handled just now
- inline query: what somebody types behind the bot's name in any chat; card: a story that it brings
- bookmark: how far somebody has read in what a search found
- set aside: an update that was not handled and is kept for the operator
- message: one Telegram message; delivery: a message on its way to a chat; receipt: how sending it ended
"""
