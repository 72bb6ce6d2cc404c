"""The one error an upload can end in."""

from __future__ import annotations


class Refused(Exception):
    """A file is not taken. ``sentence`` says why, ``remedy`` what to do; both Chinese, for users.

    Neither repeats the file's name or content, so both may be shown and logged.
    """

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy
