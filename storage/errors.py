"""What can be wrong with the database as a whole, whatever it was asked.

StorageError
├─ DatabaseUnreachable   cannot be opened            .reason
├─ DatabaseTrouble       cannot do it just now       .reason
└─ SchemaMismatch        has another schema          .found .wanted
"""


class StorageError(Exception):
    """Anything in this tree."""


class DatabaseUnreachable(StorageError):
    """The database cannot be opened: no server, no rights, no such folder, or not a database."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DatabaseTrouble(StorageError):
    """A transaction failed for no fault of what was in it: a deadlock, a lost connection, a locked or full
    database. Nothing of it was kept, and it may be tried again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SchemaMismatch(StorageError):
    """The database's schema is not this version's; `found` is empty where it has none."""

    def __init__(self, *, found: str, wanted: str) -> None:
        super().__init__(f"schema {found or 'none'}, wanted {wanted}")
        self.found = found
        self.wanted = wanted
