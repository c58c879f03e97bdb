"""The conversation: what people write and press, what they read, and how Telegram takes our messages."""
