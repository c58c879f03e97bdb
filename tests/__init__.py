"""The specification of every room."""
