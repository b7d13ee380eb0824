"""Changes of the schema, in the order they were made; run by the owner role only."""
