"""Many recordings at once: a table of what to do in, tables of results out."""
