"""What the measures say of what they have seen."""
