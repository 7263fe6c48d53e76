"""What can go wrong with the warehouse, each with its remedy in the message."""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse cannot be used as asked; the message names the thing and the remedy."""


class Locked(WarehouseError):  # noqa: N818
    """Another run holds the writer's lock."""


class Newer(WarehouseError):  # noqa: N818
    """The file was written by a newer version of the program, or by an altered one."""


class Damaged(WarehouseError):  # noqa: N818
    """The file is not what was written."""


class NoSpace(WarehouseError):  # noqa: N818
    """The disk is too full to write safely."""


class Unpublished(WarehouseError):  # noqa: N818
    """There is nothing to read yet."""
