"""The schema, step by step. Each file is applied once, in the order of its number."""
