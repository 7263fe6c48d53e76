"""What is said: text in, frozen records out; no clock, no network, no warehouse."""

VERSION = "1.0.0"  # stored with every claim; raise it when output changes
