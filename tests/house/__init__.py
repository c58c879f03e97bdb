"""The house tests itself: its walls, its doorplates, its measures."""
