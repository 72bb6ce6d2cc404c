"""What else a person has to do at the time: other activities, and what waits for them that day."""

from django.utils.translation import gettext as _

from zhijia.kernel.waiting import Call

from .models import SignUp
from .models.signups import STANDING


def clashes(activity, person) -> list[str]:
    """Sentences for the page; two queries."""
    others = SignUp.objects.filter(
        person=person, state__in=STANDING, activity__starts__lt=activity.ends,
        activity__ends__gt=activity.starts, activity__state__in=("open", "closed"),
    ).exclude(activity=activity)  # fmt: skip
    found = [
        _("同一时间您还报了“%(what)s”（%(when)s）。")
        % {"what": s.activity, "when": s.activity.when}
        for s in others.select_related("activity")
    ]
    duties = Call.objects.filter(person=person, due__range=(activity.on, activity.until))
    duties = duties.exclude(source__startswith="activities.")
    return found + [_("那天您还有：%s") % call.title for call in duties[:3]]
