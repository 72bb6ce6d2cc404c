"""Who may do what about what staff say. A letter is read by relation only: no office opens one, and
the level above sees a count."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

EVERYBODY = [Post.MEMBER, *COMMITTEE_POSTS, Post.GROUP_LEADER, Post.TREASURER, Post.FUNDS_REVIEW,
             Post.PARTY, Post.PRINCIPAL]  # fmt: skip
LEADERS = [Post.PRINCIPAL, Post.PARTY]
CHAIRS = [Post.CHAIR, Post.VICE_CHAIR]


def of_letter(obj, name) -> set:
    """The keys of the people who stand to a letter in one of its lists; asked once for one object."""
    held = obj.__dict__.setdefault("_people", {})
    if name not in held:
        held[name] = set(getattr(obj, name).values_list("pk", flat=True))
    return held[name]


def reads(obj, person):
    """Those it was routed to or handed to, unless it is about them."""
    if not hasattr(obj, "readers") or person.pk in of_letter(obj, "about"):
        return False
    return person.pk in (*of_letter(obj, "readers"), obj.handler_id)


def is_handler(obj, person):
    return obj.handler_id == person.pk if hasattr(obj, "handler_id") else False


def watches(obj, person):
    """Party and funds review, of what two people would set aside; never of what is about them."""
    if not hasattr(obj, "readers") or not obj.abuse_by_id or person.pk in of_letter(obj, "about"):
        return False
    from .routing import watchers

    return person.pk in {w.pk for w in watchers(obj)}


def sent(obj, person):
    return getattr(obj, "sender_id", None) == person.pk


def wrote(obj, person):
    return getattr(obj, "author_id", None) == person.pk


def hosts(obj, person):
    return getattr(obj, "host_id", None) == person.pk


def called(obj, person):
    return getattr(obj, "caller_id", None) == person.pk


def booked(obj, person):
    return getattr(obj, "person_id", None) == person.pk


declare("voice.see", "查看信箱、建议和问卷", held_by=EVERYBODY)
declare("voice.write", "写信", held_by=EVERYBODY)
declare("voice.set_up", "设置信箱", held_by=[*CHAIRS, Post.PARTY])
declare("voice.handle", "办理来信", relations={"收信人": reads})
declare("voice.judge", "认定恶意来信", relations={"收信人": reads, "党支部书记和经审委员": watches})
declare("voice.watch", "知悉被认定恶意的来信", held_by=[Post.PARTY, Post.FUNDS_REVIEW])
declare("voice.own", "就自己的来信说明", relations={"写信人": sent})
declare("voice.oversee", "查看下级无人可办的来信数", overseen_by=[Post.OFFICER])
declare("voice.suggest", "提合理化建议", held_by=[Post.MEMBER])
declare("voice.sort", "受理建议", held_by=[*COMMITTEE_POSTS, *LEADERS])
declare("voice.advise", "答复建议", held_by=COMMITTEE_POSTS, relations={"承办人": is_handler})
declare("voice.answer_up", "答复下级工会的建议", overseen_by=[Post.OFFICER])
declare("voice.award", "为献计献策评奖", held_by=CHAIRS)
declare("voice.promote", "把自己的建议转为提案", relations={"建议人": wrote})
declare("voice.survey", "组织问卷", held_by=COMMITTEE_POSTS)
declare("voice.answer", "答问卷", held_by=EVERYBODY)
declare("voice.receive", "组织接待和座谈", held_by=[*COMMITTEE_POSTS, *LEADERS])
declare("voice.host", "主持接待和座谈", held_by=CHAIRS, relations={"主持人": hosts})
declare("voice.book", "预约接待", held_by=EVERYBODY)
declare("voice.unbook", "取消预约", relations={"预约人": booked})
declare("voice.settle", "答复提出的问题", held_by=COMMITTEE_POSTS, relations={"责任人": is_handler})
declare("voice.grade", "回访来电办理", held_by=COMMITTEE_POSTS, relations={"来电人": called})
declare("voice.moods", "查看思想动态", held_by=[*CHAIRS, Post.PARTY])
declare(
    "voice.confide", "记谈心和思想动态", held_by=[*COMMITTEE_POSTS, Post.GROUP_LEADER, *LEADERS]
)


def owns(obj, person):
    return hasattr(obj, "owners") and person.pk in of_letter(obj, "owners")


declare(
    "voice.report", "导出信箱办理情况", held_by=[*CHAIRS, Post.PARTY], relations={"收信人": owns}
)
