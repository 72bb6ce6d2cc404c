"""What is shown of a person in public, and of a number to who needs not all of it (rules 13.24)."""

import re

# Surnames of two characters; a name that begins with one keeps both.
PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容"
    "仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐"
    "段干百里呼延东郭南门羊舌微生梁丘左丘东门西门第五完颜纳兰叶赫耶律贺兰那拉富察"
)
COMPOUND = frozenset(PAIRS[at : at + 2] for at in range(0, len(PAIRS), 2))


def mask_name(name: str) -> str:
    """张三 → 张*, 欧阳修文 → 欧阳**; a Latin or dotted name keeps its first part."""
    name = name.strip()
    for mark in ("·", "•", " "):
        if mark in name:
            head, _mark, rest = name.partition(mark)
            return head + mark + "*" * len(rest)
    if len(name) < 2:
        return name
    keep = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    return name[:keep] + "*" * (len(name) - keep)


def _ends(text, first, last):
    """The first and last characters; where that would show nearly all, only stars."""
    if len(text) < first + last + 2:
        return "*" * len(text)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


def mask_id(number: str) -> str:
    """Identity card: six, then four."""
    return _ends("".join(number.split()), 6, 4)


def mask_phone(number: str) -> str:
    """Telephone: three, then four; +86 and spaces do not count."""
    digits = re.sub(r"[\s-]", "", number)
    return _ends(re.sub(r"^(\+86|0086)(?=1\d{10}$)", "", digits), 3, 4)


def mask_bank(number: str) -> str:
    """Bank card: the last four."""
    return _ends(re.sub(r"[\s-]", "", number), 0, 4)


def mask_address(address: str) -> str:
    """An address on some channel: a mail box keeps its host, a number is a telephone."""
    box, at, host = address.partition("@")
    if at:
        return f"{box[:1]}{'*' * max(len(box) - 1, 1)}@{host}"
    if re.fullmatch(r"\+?[\d\s-]{7,}", address):
        return mask_phone(address)
    return _ends(address, 2, 1)
