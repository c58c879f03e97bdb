"""Whether delivery loses nothing, while Telegram answers badly and the senders are killed."""
