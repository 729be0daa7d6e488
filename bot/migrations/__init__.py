"""The history of the database schema, run by ``bot.store.migrate``. A new step is a file in ``versions``."""
