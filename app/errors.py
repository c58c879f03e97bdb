"""What only the operator can put right: one line that says what to do; exit status 2."""


class SettingsError(Exception):
    """A setting, or something that a setting points to, must be changed."""
