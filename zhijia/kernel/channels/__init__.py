"""Ways out of the house beside the inbox. A channel is a module with ``deliver(notices)``."""
