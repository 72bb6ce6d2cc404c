"""Ordering the tree is the work of the union above; it leaves steps and places, no records."""
