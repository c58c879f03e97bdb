"""What we remember: the tables, and the questions we ask them, on SQLite and on PostgreSQL alike.

Every question is a function that takes a transaction: `async with db.reading() as tx` to ask,
`async with db.writing() as tx` to change. `claim_` takes work under a lease, `take_` takes a row inside this
transaction, `save_` writes back, `forget_` deletes on purpose.
"""
