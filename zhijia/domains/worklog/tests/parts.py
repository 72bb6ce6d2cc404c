"""What the tests of the log share: a day, a quick entry, a picture."""

from datetime import date
from io import BytesIO

from PIL import Image

from zhijia.domains.worklog import actions

DAY = date(2026, 3, 10)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def logged(cast, **more):
    given = {"kind": "activity", "title": "教职工拔河比赛", "on": DAY, "persons": 30} | more
    return actions.log(cast.first, by=given.pop("by", cast.sun), **given)


def planned(cast, **more):
    given = {"kind": "activity", "title": "春季登山", "on": DAY} | more
    return actions.plan(cast.first, by=given.pop("by", cast.sun), **given)


def picture(colour="red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()
