"""The member's card: a code at the door says who stands there, and nothing else can be read off it.

The token is signed, names the spell and holds no name; whoever checks it looks up the roll.
"""

from django.core import signing

from .people import Membership

SALT = "zhijia.members.card"


def token_of(spell) -> str:
    return signing.Signer(salt=SALT).sign_object({"m": spell.pk}, compress=False)


def spell_of(token: str, on=None):
    """The membership whose card this is, if it lasts today (or on the day); else None.

    The whole address that the code holds is taken as well as the bare token.
    """
    token = token.strip().rstrip("/").rpartition("/")[2]
    try:
        pk = signing.Signer(salt=SALT).unsign_object(token)["m"]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    rows = Membership.objects.on(on) if on else Membership.objects.live()
    return rows.select_related("person", "org").filter(pk=pk).first()


def path_of(spell) -> str:
    """Where a phone that reads the code is led."""
    return f"/card/{token_of(spell)}/"


def picture(text: str) -> bytes:
    """A QR code of the text as SVG."""
    import segno

    drawn = segno.make(text, error="m").svg_inline(scale=6, border=2)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()
