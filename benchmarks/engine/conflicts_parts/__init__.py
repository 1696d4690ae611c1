"""What the measurement of conflicts compares with, and what it is made from."""
