"""The history of the schema, one file per step forward."""
