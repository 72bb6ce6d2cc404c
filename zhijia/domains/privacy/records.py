"""Requests about personal data are no work of the union to be counted: nothing enters the register."""
