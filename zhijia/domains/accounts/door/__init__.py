"""The front door: finding the account, counting wrong tries, the pages of signing in and out."""
