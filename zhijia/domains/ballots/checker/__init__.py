"""The checker that anyone runs away from the server. It imports nothing of the house, on purpose."""
