"""Questions as lines of text, and the templates a survey may begin with.

A line: ``题目｜题型｜选项、选项｜可不答｜第1题=不满意、很不满意``; all after the words may be left out.
"""

from django.utils.translation import gettext as _

from zhijia.kernel.refusals import Refused

from .models import Question

F = Question.Form
FORMS = {str(label): value for value, label in F.choices}
MOST = 60

TEMPLATES = {
    "three": ("三问：最关心、最满意、最不满意", (
        "当前您最关心的事情是什么｜问答", "您最满意的事情是什么｜问答｜｜可不答",
        "您最不满意的事情是什么｜问答｜｜可不答",
    )),
    "union": ("会员评家", (
        "您对工会工作的总体评价｜满意度", "工会为您办过实事吗｜单选｜办过、没有、不清楚",
        "您参加过哪些工会活动｜多选｜文体活动、慰问关爱、技能竞赛、民主管理、没有参加过",
        "您不满意的主要原因｜问答｜｜可不答｜第1题=不满意、很不满意", "您希望工会多做些什么｜问答｜｜可不答",
    )),
    "activity": ("活动满意度", (
        "您对这次活动的总体评价｜满意度", "时间安排｜满意度", "组织和服务｜满意度",
        "下次您还愿意参加吗｜单选｜愿意、看情况、不愿意", "您的建议｜问答｜｜可不答",
    )),
    "canteen": ("食堂满意度", (
        "饭菜口味｜满意度", "卫生状况｜满意度", "价格｜满意度", "一周在食堂用餐几次｜数字",
        "最希望改进的｜多选｜口味、品种、价格、卫生、排队时间、服务态度", "您的建议｜问答｜｜可不答",
    )),
    "needs": ("年度需求调查", (
        "您希望工会多组织哪类活动｜多选｜健身、球类、读书、亲子、出游、心理健康",
        "什么时间方便参加｜单选｜工作日下午、周五放学后、周末、假期", "您目前最需要的帮助｜问答｜｜可不答",
    )),
}  # fmt: skip


def read(lines) -> list[Question]:
    """Questions out of lines; a sentence says which line is wrong and how to mend it."""
    rows = [line.strip() for line in lines if line.strip()]
    if not rows:
        raise Refused(_("还没有题目。"), _("每行写一题，如：食堂饭菜口味｜满意度"))
    if len(rows) > MOST:
        raise Refused(_("最多 %d 题。") % MOST)
    found = []
    for number, row in enumerate(rows, 1):
        found.append(
            _one(number, [cell.strip() for cell in row.replace("|", "｜").split("｜")], found)
        )
    return found


def _one(number, cells, earlier) -> Question:
    text, *rest = cells
    form = FORMS.get(rest[0] if rest and rest[0] else str(F.SCALE.label))
    if form is None:
        raise Refused(
            _("第 %(n)d 行的题型“%(what)s”不认识。") % {"n": number, "what": rest[0]},
            _("可以写：%s。") % "、".join(FORMS),
        )
    options = [o.strip() for o in (rest[1] if len(rest) > 1 else "").split("、") if o.strip()]
    if form == F.SCALE:
        options = options or list(Question.SCALE)
    if form in (F.ONE, F.MANY) and len(options) < 2:
        raise Refused(_("第 %d 行至少要有两个选项。") % number, _("选项用顿号隔开。"))
    if len(set(options)) < len(options):
        raise Refused(_("第 %d 行有重复的选项。") % number)
    question = Question(number=number, text=text[:200], form=form, options=options)
    for word in rest[2:]:
        if word == "可不答":
            question.required = False
        elif word:
            question.when, question.when_in = _condition(number, word, earlier)
    return question


def _condition(number, word, earlier):
    left, _sign, right = word.partition("=")
    digits = "".join(c for c in left if c.isdigit())
    asked = int(digits) if digits else 0
    picks = [o.strip() for o in right.split("、") if o.strip()]
    of = earlier[asked - 1] if 0 < asked <= len(earlier) else None
    if of is None or not picks or not set(picks) <= set(of.options):
        raise Refused(
            _("第 %(n)d 行的条件“%(what)s”对不上前面的题。") % {"n": number, "what": word},
            _("请写成：第1题=不满意、很不满意，题号在前，选项和那一题一致。"),
        )
    return asked, picks


def written(questions) -> str:
    """The lines again, for amending."""
    rows = []
    for q in questions:
        cells = [
            q.text,
            str(q.get_form_display()),
            "、".join(q.options),
            "" if q.required else "可不答",
        ]
        if q.when:
            cells.append(f"第{q.when}题={'、'.join(q.when_in)}")
        while cells and not cells[-1]:
            cells.pop()
        rows.append("｜".join(cells))
    return "\n".join(rows)
