"""The shop file: schema, column types, engine, upgrade and search index."""

from deskapp.store.late_modules import load_when_used

load_when_used()
