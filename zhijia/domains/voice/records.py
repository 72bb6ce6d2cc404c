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
STUDIES = metric("voice.studies", "开展调查研究", "次")
STUDY_REPORTS = metric("voice.study_reports", "报送调研报告", "篇")
SCORED = metric("voice.scored", "作出满意度评价", "人次")
GOOD = metric("voice.good", "评价满意和很满意", "人次")
IDEAS = metric("voice.ideas", "答复献计献策", "条")
PRIZES = metric("voice.prizes", "献计献策获奖", "条")
UPWARD = metric("voice.upward", "上级工会答复本会建议", "条")
CALLS = metric("voice.calls", "答复会员来电", "件")
CALLS_ON_TIME = metric("voice.calls_on_time", "按期答复会员来电", "件")
CALLS_GRADED = metric("voice.calls_graded", "回访会员来电", "件")
CALLS_CONTENT = metric("voice.calls_content", "来电人满意和基本满意", "件")
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
    sentences = (
        Sentence("答复合理化建议{voice.suggestions}条，采纳{voice.adopted}条"),
        Sentence("在献计献策活动中答复{voice.ideas}条，评奖{voice.prizes}条"),
        Sentence("向上级工会提出并得到答复的意见建议{voice.upward}条"),
    )

    def stage(self, suggestion):
        if suggestion.state == Suggestion.State.PROPOSAL:
            return VOID
        return DONE if suggestion.answered else PLANNED

    def card(self, suggestion):
        on = suggestion.answered or suggestion.sent
        return {"on": on, "title": f"{suggestion.get_category_display()}类合理化建议"}

    def facts(self, suggestion):
        return {
            SUGGESTIONS: 1, ADOPTED: int(suggestion.taken), IDEAS: int(bool(suggestion.campaign)),
            PRIZES: int(bool(suggestion.prize)), UPWARD: int(suggestion.upward),
        }  # fmt: skip


@record_kind(Survey)
class SurveyRecord(Kind):
    code, label, serves = "voice.survey", "开展问卷调查", SURVEYS
    sentences = (
        Sentence("开展问卷调查{voice.surveys}次，参与{voice.sheets}人次", titles=3),
        Sentence("作出满意度评价{voice.scored}人次，其中满意和很满意{voice.good}人次"),
    )

    def stage(self, survey):
        return DONE if survey.closed else PLANNED

    def card(self, survey):
        return {"on": survey.closed or survey.closes, "title": f"问卷：{survey.title}"}

    def facts(self, survey):
        """The score is the first question of satisfaction: what one thinks on the whole (R-016)."""
        questions = survey.result.get("questions", ())
        score = next((q for q in questions if "good" in q), {"answered": 0, "good": 0})
        return {SURVEYS: 1, SHEETS: survey.result.get("sheets") or 0, SCORED: score["answered"],
                GOOD: score["good"]}  # fmt: skip


@record_kind(Reception)
class ReceptionRecord(Kind):
    code, label, serves = "voice.reception", "接待和座谈", RECEPTIONS
    sentences = (
        Sentence("举办接待日和座谈会{voice.receptions}场，参加{voice.came}人次"),
        Sentence("开展调查研究{voice.studies}次，报送调研报告{voice.study_reports}篇", titles=3),
        Sentence("与教职工谈心{voice.talks}次，了解思想动态{voice.moods}次"),
    )
    METRIC = {
        "day": RECEPTIONS,
        "forum": RECEPTIONS,
        "talk": TALKS,
        "mood": MOODS,
        "study": STUDIES,
    }

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
        if reception.kind == Reception.Kind.STUDY:
            return f"{on.year}年{on.month}月开展调查研究一次"
        return f"{on.year}年{on.month}月举办{reception.get_kind_display()}一场"

    def facts(self, reception):
        came = reception.people if reception.kind in ("day", "forum") else 0
        reports = int(reception.submitted is not None)
        return {self.METRIC[reception.kind]: 1, CAME: came, STUDY_REPORTS: reports}


@record_kind(Issue)
class IssueRecord(Kind):
    code, label, serves = "voice.issue", "解决提出的问题", ISSUES
    sentences = (
        Sentence("解决教职工在座谈和问卷中提出的问题{voice.issues}件"),
        Sentence("答复会员来电和投诉{voice.calls}件，其中按期{voice.calls_on_time}件"),
        Sentence("回访来电会员{voice.calls_graded}件，其中满意和基本满意{voice.calls_content}件"),
    )

    def done_on(self, issue):
        """A call is done once it is answered, what was raised in a hall once it is settled."""
        return issue.answered if issue.by_phone else issue.finished

    def stage(self, issue):
        return DONE if self.done_on(issue) else PLANNED

    def card(self, issue):
        where = issue.department or "有关部门"
        what = "会员来电" if issue.by_phone else "教职工提出的问题"
        return {"on": self.done_on(issue) or issue.due, "title": f"{what}（{where}）"}

    def facts(self, issue):
        if not issue.by_phone:
            return {ISSUES: 1}
        content = issue.grade in (Issue.Grade.SATISFIED, Issue.Grade.BASIC)
        return {CALLS: 1, CALLS_ON_TIME: int(bool(issue.on_time)), CALLS_GRADED: int(bool(issue.grade)),
                CALLS_CONTENT: int(content)}  # fmt: skip
