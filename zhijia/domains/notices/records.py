"""A notice is no work of the union: nothing here enters the register."""
