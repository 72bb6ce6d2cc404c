"""Stand-ins for the sign-in servers of the outside world, each speaking its documented protocol."""
