"""The sheet of slips on paper: nine to a page, each with its QR code, to be cut and handed out."""

import segno
from django.conf import settings
from PIL import Image

from zhijia.kernel.documents.paper import Bullets, PageBreak, Paper, Picture, Table

from ..models import Batch, Invitation
from .codes import code_of, readable, token_of

ACROSS, DOWN = 3, 3
WIDTH_MM, SCALE, CELL = 166, 6, 330  # three cells of a picture over three columns of a table
HOW = (
    "扫码，或用浏览器打开链接；也可以打开 {site}/join/ ，输入工号和一次性码。",
    "按页面提示核对姓名和工会，设好用户名和密码，就能登录。凭条 14 天内有效，只能用一次。",
    "凭条等于钥匙：请交到本人手里，不拍照、不转发；丢了请马上告诉工会委员作废重发。",
)


def site() -> str:
    return settings.SITE_URL.rstrip("/")


def link_of(slip) -> str:
    return f"{site()}/join/{token_of(slip.nonce)}"


def sheet(batch, slips, hidden=()) -> Paper:
    """The paper; slips that open nothing any more say so and carry no code.

    ``hidden``: people whose codes are not shown to whoever prints.
    """
    for slip in slips:
        slip.hidden = slip.person_id in hidden
    blocks = [Bullets([line.format(site=site()) for line in HOW])]
    rows = [slips[at : at + ACROSS] for at in range(0, len(slips), ACROSS)]
    for number, row in enumerate(rows):
        if number and number % DOWN == 0:
            blocks.append(PageBreak())
        blocks += [strip_of(row), cells_of(row)]
    title = "登录凭条" if batch.kind == Batch.Kind.JOIN else "重设密码凭条"
    return Paper(title, blocks, org=batch.org.name, date=batch.created.date(), kind="form")


def strip_of(row) -> Picture:
    """The codes of one row beside one another, so that each stands over its slip."""
    strip = Image.new("L", (CELL * ACROSS, CELL), 255)
    for at, slip in enumerate(row):
        if alive(slip):
            code = drawn(link_of(slip))
            strip.paste(code, (CELL * at + (CELL - code.width) // 2, CELL - code.height))
    head = b"P5\n%d %d\n255\n" % strip.size  # a plain bitmap: the paper makes a PNG of it
    return Picture(head + strip.tobytes(), width_mm=WIDTH_MM)


def drawn(text) -> Image.Image:
    rows = list(segno.make(text, error="m", micro=False).matrix_iter(scale=SCALE, border=2))
    return Image.frombytes(
        "L", (len(rows[0]), len(rows)), bytes(0 if dark else 255 for row in rows for dark in row)
    )


def alive(slip) -> bool:
    return slip.state == Invitation.State.OPEN and not slip.expired and not slip.hidden


def cells_of(row) -> Table:
    blank = [""] * (ACROSS - len(row))
    return Table(
        [f"{slip.person.name}　{slip.person.staff_no}".strip() for slip in row] + blank,
        [[words_of(slip) for slip in row] + blank],
        widths=[1] * ACROSS, align=["center"] * ACROSS,
    )  # fmt: skip


def words_of(slip) -> str:
    if slip.hidden:
        return "任职人员的凭条由主席或副主席打印"
    if not alive(slip):
        return str(slip.words[1])
    day = slip.expires
    code = f"一次性码 {readable(code_of(slip.nonce))}"
    until = f"有效至 {day.year} 年 {day.month} 月 {day.day} 日"
    return f"{code}\n{until}\n{site()}/join/"
