"""The program: settings, wiring, roles and the command line. The only room that knows the others."""
