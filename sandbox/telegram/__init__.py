"""Telegram on this machine: its people, chats and messages, and a Bot API as strict as the real one."""
