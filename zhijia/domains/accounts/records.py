"""Accounts leave no record: how people come in is not what the union did."""
