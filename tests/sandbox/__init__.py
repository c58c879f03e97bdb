"""The specification of the sandbox: Telegram on this machine."""
