"""What is said: text in, frozen records out; no clock, no network, no warehouse."""

from extractors import compiled

VERSION = "1.0.0"  # stored with every claim; raise it when output changes

__path__[:0] = compiled.path()
