"""Instances and plain references for the measurements of assignment."""
