"""The verbs of the shell, for the kernel to find; they stand with the set-up."""

from .starting.actions import adopt_standards, dismiss, put_off, set_own_standards, take_up

__all__ = ["adopt_standards", "dismiss", "put_off", "set_own_standards", "take_up"]
