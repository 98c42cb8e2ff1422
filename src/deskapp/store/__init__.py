"""The shop file: schema, column types, engine, upgrade and search index."""
