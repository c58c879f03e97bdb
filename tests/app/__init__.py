"""The program: settings, command line, roles."""
