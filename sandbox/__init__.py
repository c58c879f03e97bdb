"""The outside world on this machine: Telegram's Bot API with a chat page, and a newsroom."""
