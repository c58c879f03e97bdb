"""What a person can do: a module each, named for it, with its commands and its buttons."""
