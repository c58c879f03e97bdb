"""Speed and memory: each module is a command, and ends with one line of JSON that holds all its figures."""
