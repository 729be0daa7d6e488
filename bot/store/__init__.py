"""Conversations and feedback in SQLite or PostgreSQL, one readable row for each turn."""

from bot.store.conversations import Store as Store
