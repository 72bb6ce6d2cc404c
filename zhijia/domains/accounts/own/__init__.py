"""What belongs to one's own account: password, second factor, devices, and the history of entering."""
