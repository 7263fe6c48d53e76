"""Faults for real: processes killed, disks filled, files damaged, two writers at once."""
