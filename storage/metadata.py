"""What all tables share: how constraints are named, ids, and what a column holds at first."""

from sqlalchemy import BigInteger, Integer, MetaData, Text, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives only INTEGER primary keys their own numbers.
Id = BigInteger().with_variant(Integer, "sqlite")

# In the order of their letters wherever the database is: only so an index finds what begins with some.
Letters = Text().with_variant(Text(collation="C"), "postgresql")

EMPTY, ZERO = text("''"), text("0")
