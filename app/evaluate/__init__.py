"""How well Kliping does what it does, measured on recorded news."""
