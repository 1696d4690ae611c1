"""Invented text for the masking tagger, and its training."""
