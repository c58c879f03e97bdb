"""The clockwork: poll, group, compose, deliver, prune."""
