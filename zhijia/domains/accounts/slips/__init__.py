"""Slips: printed one-time ways in, for whoever has no account yet or forgot the password."""
