"""What can go wrong with the warehouse, each with its remedy in the message."""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse cannot be used as asked; the message names the thing and the remedy."""


class Locked(WarehouseError):
    """Another run holds the writer's lock."""


class Newer(WarehouseError):
    """The file was written by a newer version of the program, or by an altered one."""


class Damaged(WarehouseError):
    """The file is not what was written."""


class NoSpace(WarehouseError):
    """The disk is too full to write safely."""


class Unpublished(WarehouseError):
    """There is nothing to read yet."""
