"""Numbers of terms and sessions in Chinese figures: 八, 十二, 二十一."""

FIGURES = "零一二三四五六七八九十"


def read(said: str) -> int:
    """The number of Chinese figures below a hundred; 0 for what is none."""
    if "百" in said or "〇" in said:
        return 0
    tens, sep, ones = said.rpartition("十")
    if not sep:
        return FIGURES.index(said) if len(said) == 1 else 0
    return (FIGURES.index(tens) if tens else 1) * 10 + (FIGURES.index(ones) if ones else 0)


def say(value: int) -> str:
    """Chinese figures of a number from 0 to 99."""
    if value <= 10:
        return FIGURES[value]
    tens, ones = divmod(value, 10)
    return (FIGURES[tens] if tens > 1 else "") + "十" + (FIGURES[ones] if ones else "")
