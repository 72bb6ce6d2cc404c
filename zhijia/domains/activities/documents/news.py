"""The news of an activity: a draft out of what was recorded, with its photos, to be polished by hand."""

from zhijia.kernel.documents.models import Attachment, attachments_of
from zhijia.kernel.documents.paper import Paper, Para, Picture
from zhijia.kernel.documents.registry import document

from .. import tallies
from ..models import Activity, Kind
from ..turnout import turnout_of

PICTURES = 3
ROOM = {
    Kind.SPORTS: "强健体魄、增进交流", Kind.CULTURE: "丰富文化生活、展示才艺", Kind.FESTIVAL: "共度佳节、凝聚人心",
    Kind.OUTING: "亲近自然、放松身心", Kind.FILM: "陶冶情操、增进交流", Kind.FAMILY: "增进亲子情谊、共享快乐时光",
    Kind.CLASS: "培养兴趣、丰富生活", Kind.HEALTH: "关注健康、倡导健康生活", Kind.VOLUNTEER: "奉献爱心、服务社会",
    Kind.FRIENDLY: "增进友谊、相互学习", Kind.WOMEN: "关爱女职工、展示风采", Kind.OTHER: "丰富教职工生活",
    Kind.CONTEST: "提升业务能力、岗位建功", Kind.CHARITY: "扶危济困、传递爱心",
}  # fmt: skip


@document(Activity, "activity-news", "信息稿", may="activities.organise", formats=("docx",))
def news(activity, by):
    """信息稿: when, where, how many, what came of it; every figure as recorded."""
    where = f"在{activity.place}" if activity.place else ""
    with_whom = f"，与{activity.partner}共同" if activity.partner else ""
    when = f"{activity.on.month}月{activity.on.day}日"
    blocks = [
        Para(
            f"为{ROOM[Kind(activity.kind)]}，{when}，{activity.org.name}{where}{with_whom}举办“{activity.title}”。"
        )
    ]
    came = activity.signups.came()
    people, family = came.count(), sum(came.values_list("came_companions", flat=True))
    if activity.person_times:
        words = f"活动共有{activity.person_times}人次参加"
        words += f"，其中教职工{people}人" if people and people != activity.person_times else ""
        words += f"，家属{family}人" if family else ""
        if activity.kind == Kind.CONTEST and people:
            total, _groups = turnout_of(activity)
            words += f"，参加率{total.share}%"
        blocks.append(Para(words + "。"))
    blocks += [Para(line.strip()) for line in activity.result.splitlines() if line.strip()]
    prizes = list(activity.prizes.filter(souvenir=False).select_related("person"))
    if prizes:
        won = "，".join(f"{p.winner}获{p.name}" for p in prizes[:8])
        blocks.append(Para(f"{won}{'等' if len(prizes) > 8 else ''}。"))
        grades = tallies.prizes_of(activity)
        counted = [f"{tallies.GRADES[g]}{n}名" for g, n in grades.items() if n]
        where = f"，颁奖：{activity.ceremony}" if activity.ceremony else ""
        if counted or where:
            blocks.append(Para(f"评选出{'、'.join(counted) or '各奖项'}{where}。"))
    if liked := [f.liked for f in activity.feedback.all() if f.liked][:2]:
        said = "、".join(f"“{words}”" for words in liked)
        blocks.append(Para(f"参加活动的教职工说：{said}。"))
    photos = attachments_of(activity).filter(kind=Attachment.Kind.PHOTO)[:PICTURES]
    blocks += [Picture(photo.read(), caption=activity.title) for photo in photos]
    return Paper(activity.title, blocks, org=activity.org.name, date=activity.until, kind="form")
