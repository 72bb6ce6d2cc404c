"""Composition only: settings, root addresses, the shell, the command line."""
