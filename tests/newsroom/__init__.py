"""What the newsroom promises to whoever reads its feeds."""
