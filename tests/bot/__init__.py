"""The specification of the conversation."""
