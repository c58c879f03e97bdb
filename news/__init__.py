"""What news is: pure functions and frozen values; no I/O, no clock, no chance.

One word per thing, in code, tables, texts and commands alike:

- outlet: a publisher; feed: one address at which an outlet lists its articles
- entry: an article as a feed lists it; item: an entry that we keep; reading: an item's words
- form: a word as written; lemma: the root that it shares with its family
- concept: an institution or idea with all its names; region: a province, regency or city
- dateline: where an article was written and for whom; lead: its first true sentences
- story: one event, told by one or more items
- chat: a private chat, group or channel that we serve; topic: a name and a query that a chat follows
- query: what a topic or a search looks for
- slot: the instant for which a chat's digest is written; digest: what a chat is told for one slot
- message: one Telegram message; delivery: a message on its way to a chat; receipt: how sending it ended
"""
