"""How fast searches are answered over archives of any size, beside the bare database and a peer."""
