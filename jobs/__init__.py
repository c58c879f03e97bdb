"""The clockwork: what runs because time has passed — poll, group, compose, deliver, prune."""
