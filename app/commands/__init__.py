"""What an operator can do, one command a file."""
