"""The sheet of slips on paper: three abreast, each under its QR code, to be cut and handed out."""

from django.conf import settings

from zhijia.kernel.documents.paper import Bullets, PageBreak, Paper, Para, Picture, Table

from ..models import Batch, Invitation
from .codes import code_of, readable, token_of

ACROSS, FIRST_PAGE, PAGE = 3, 2, 3  # slips in a row; rows on the first page and on the others
WIDTH_MM, CODE_MM, SCALE = 166, 29, 6
HOW = (
    "扫码，或打开 {site}/join/ 输入工号和一次性码，核对姓名后设好用户名和密码。",
    "14 天内有效，只能用一次。凭条等于钥匙：交到本人手里，不拍照、不转发；丢了请告诉工会委员作废重发。",
)


def site() -> str:
    return settings.SITE_URL.rstrip("/")


def link_of(slip) -> str:
    return f"{site()}/join/{token_of(slip.nonce)}"


def sheet(batch, slips, hidden=()) -> Paper:
    """The paper: slips that still open something. ``hidden``: people whose codes are not shown."""
    slips = [slip for slip in slips if is_open(slip)]
    for slip in slips:
        slip.hidden = slip.person_id in hidden
    blocks = [Bullets([line.format(site=site()) for line in HOW])]
    rows = [slips[at : at + ACROSS] for at in range(0, len(slips), ACROSS)]
    for number, row in enumerate(rows):
        if number >= FIRST_PAGE and (number - FIRST_PAGE) % PAGE == 0:
            blocks.append(PageBreak())
        blocks += [*strips_of(row), cells_of(row)]
    if not slips:
        blocks.append(Para("这里的凭条都已经使用、作废或过期，没有可以打印的。", indent=False))
    title = "登录凭条" if batch.kind == Batch.Kind.JOIN else "重设密码凭条"
    return Paper(title, blocks, org=batch.org.name, date=batch.created.date(), kind="form")


def is_open(slip) -> bool:
    return slip.state == Invitation.State.OPEN and not slip.expired


def strips_of(row):
    """The codes of one row beside one another, so that each stands over its slip."""
    from PIL import Image

    codes = [None if slip.hidden else drawn(link_of(slip)) for slip in row]
    size = max((code.width for code in codes if code), default=0)
    if not size:
        return
    cell = round(size * WIDTH_MM / ACROSS / CODE_MM)
    strip = Image.new("L", (cell * ACROSS, size), 255)
    for at, code in enumerate(codes):
        if code:
            strip.paste(code, (cell * at + (cell - code.width) // 2, size - code.height))
    head = b"P5\n%d %d\n255\n" % strip.size  # a plain bitmap: the paper makes a PNG of it
    yield Picture(head + strip.tobytes(), width_mm=WIDTH_MM)


def drawn(text):
    """The code as a picture; its libraries are loaded when something is printed."""
    import segno
    from PIL import Image

    rows = list(segno.make(text, error="m", micro=False).matrix_iter(scale=SCALE, border=1))
    dots = bytes(0 if dark else 255 for row in rows for dark in row)
    return Image.frombytes("L", (len(rows[0]), len(rows)), dots)


def cells_of(row) -> Table:
    blank = [""] * (ACROSS - len(row))
    return Table(
        [f"{slip.person.name}　{slip.person.staff_no}".strip() for slip in row] + blank,
        [[words_of(slip) for slip in row] + blank],
        widths=[1] * ACROSS, align=["center"] * ACROSS,
    )  # fmt: skip


def words_of(slip) -> str:
    if slip.hidden:
        return "任职人员的凭条\n由主席或副主席打印"
    day = slip.expires
    until = f"有效至 {day.year} 年 {day.month} 月 {day.day} 日"
    return f"一次性码 {readable(code_of(slip.nonce))}\n{until}\n{site()}/join/"
