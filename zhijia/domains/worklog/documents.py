"""The event on paper: the register sheet that goes into the file with its photos (R-165)."""

from zhijia.kernel.documents.models import Attachment, attachments_of
from zhijia.kernel.documents.paper import Facts, Heading, Paper, Para, Picture, SignLine
from zhijia.kernel.documents.registry import document
from zhijia.kernel.money import yuan

from .models import Event

PHOTOS = 6  # on one sheet; the others stay with the event


@document(Event, "worklog-event", "活动登记表", may="worklog.see")
def event_form(event, by):
    """活动登记表: what, when, where, who, at what cost, with what result; photos; lines to sign."""
    people = [p.name for p in event.people.all()]
    pairs = [
        ("事项", event.title),
        ("类别", event.get_kind_display()),
        ("日期", event.days),
        ("地点", event.place),
        ("人数", f"{event.persons} 人" if event.persons else ""),
        ("人次", f"{event.person_times} 人次" if event.person_times else ""),
        ("支出金额", f"{yuan(event.money)} 元"),
        ("登记人", event.logged_by.name),
    ]
    if event.level:
        pairs.append(("荣誉级别", event.get_level_display()))
    if people:
        pairs.append(("参加人", "、".join(people)))
    blocks = [Facts(pairs, columns=2), Heading(1, "结果")]
    blocks += [
        Para(line.strip()) for line in (event.result or "（无）").splitlines() if line.strip()
    ]
    photos = attachments_of(event).filter(kind=Attachment.Kind.PHOTO)[:PHOTOS]
    blocks += [Picture(photo.read(), width_mm=100) for photo in photos]
    blocks.append(SignLine(["登记人签名", "工会主席签名"]))
    return Paper("活动登记表", blocks, org=event.org.name, date=event.on, kind="form")
