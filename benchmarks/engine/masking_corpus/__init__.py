"""Invented documents that masking is measured on: words and sentences of their own, not those that
the tagger learned from. Nobody in them is meant to exist."""
