"""What being heard means to the outside: letters answered, suggestions adopted, surveys, receptions.

A letter about an owner of its box has an empty record for good: a count of it would tell that owner.
No title and no public words name anybody.
"""

from zhijia.kernel.records import DONE, PLANNED, VOID, RecordKind, Sentence, metric, record_kind

from .models import Issue, Message, Reception, Suggestion, Survey

LETTERS = metric("voice.letters", "答复来信", "件")
ON_TIME = metric("voice.letters_on_time", "按期答复来信", "件")
SUGGESTIONS = metric("voice.suggestions", "答复合理化建议", "条")
ADOPTED = metric("voice.adopted", "采纳合理化建议", "条")
SURVEYS = metric("voice.surveys", "开展问卷调查", "次")
SHEETS = metric("voice.sheets", "参与问卷", "人次")
RECEPTIONS = metric("voice.receptions", "接待日和座谈会", "场")
CAME = metric("voice.came", "参加接待和座谈", "人次")
TALKS = metric("voice.talks", "谈心", "次")
MOODS = metric("voice.moods", "了解思想动态", "次")
ISSUES = metric("voice.issues", "解决教职工提出的问题", "件")


class Kind(RecordKind):
    chapter, book = "democracy", "民主管理"

    def public(self, obj):
        return self.by_month(obj)


@record_kind(Message)
class LetterRecord(Kind):
    code, label, serves = "voice.letter", "答复来信", LETTERS
    related, prefetch = ("channel",), ("about",)
    sentences = (
        Sentence("答复教职工来信{voice.letters}件，其中按期答复{voice.letters_on_time}件"),
    )

    def stage(self, message):
        if list(message.about.all()) or message.state == Message.State.ASIDE:
            return VOID
        return DONE if message.answered else PLANNED

    def card(self, message):
        return {"on": message.answered or message.received, "title": f"来信（{message.channel}）"}

    def public(self, message):
        if self.stage(message) != DONE or not message.published:
            return ""
        return f"您说：{message.said}我们做：{message.done}"

    def facts(self, message):
        return {LETTERS: 1, ON_TIME: int(bool(message.on_time))}


@record_kind(Suggestion)
class SuggestionRecord(Kind):
    code, label, serves = "voice.suggestion", "答复合理化建议", SUGGESTIONS
    sentences = (Sentence("答复合理化建议{voice.suggestions}条，采纳{voice.adopted}条"),)

    def stage(self, suggestion):
        if suggestion.state == Suggestion.State.PROPOSAL:
            return VOID
        return DONE if suggestion.answered else PLANNED

    def card(self, suggestion):
        on = suggestion.answered or suggestion.sent
        return {"on": on, "title": f"{suggestion.get_category_display()}类合理化建议"}

    def facts(self, suggestion):
        return {SUGGESTIONS: 1, ADOPTED: int(suggestion.taken)}


@record_kind(Survey)
class SurveyRecord(Kind):
    code, label, serves = "voice.survey", "开展问卷调查", SURVEYS
    sentences = (Sentence("开展问卷调查{voice.surveys}次，参与{voice.sheets}人次", titles=3),)

    def stage(self, survey):
        return DONE if survey.closed else PLANNED

    def card(self, survey):
        return {"on": survey.closed or survey.closes, "title": f"问卷：{survey.title}"}

    def facts(self, survey):
        return {SURVEYS: 1, SHEETS: survey.result.get("sheets") or 0}


@record_kind(Reception)
class ReceptionRecord(Kind):
    code, label, serves = "voice.reception", "接待和座谈", RECEPTIONS
    sentences = (
        Sentence("举办接待日和座谈会{voice.receptions}场，参加{voice.came}人次"),
        Sentence("与教职工谈心{voice.talks}次，了解思想动态{voice.moods}次"),
    )
    METRIC = {"day": RECEPTIONS, "forum": RECEPTIONS, "talk": TALKS, "mood": MOODS}

    def stage(self, reception):
        return {"held": DONE, "open": PLANNED}.get(reception.state, VOID)

    def card(self, reception):
        label = str(reception.get_kind_display())
        shown = reception.kind in Reception.SHOWN
        return {"on": reception.on, "title": f"{label}：{reception.title}" if shown else label}

    def public(self, reception):
        if reception.kind not in Reception.SHOWN or self.stage(reception) != DONE:
            return ""
        on = reception.on
        return f"{on.year}年{on.month}月举办{reception.get_kind_display()}一场"

    def facts(self, reception):
        shown = reception.kind in Reception.SHOWN
        return {self.METRIC[reception.kind]: 1, CAME: reception.people if shown else 0}


@record_kind(Issue)
class IssueRecord(Kind):
    code, label, serves = "voice.issue", "解决提出的问题", ISSUES
    sentences = (Sentence("解决教职工在座谈和问卷中提出的问题{voice.issues}件"),)

    def stage(self, issue):
        return DONE if issue.finished else PLANNED

    def card(self, issue):
        where = issue.department or "有关部门"
        return {"on": issue.finished or issue.due, "title": f"教职工提出的问题（{where}）"}

    def facts(self, issue):
        return {ISSUES: 1}
