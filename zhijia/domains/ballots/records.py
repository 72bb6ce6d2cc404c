"""What a ballot means to the outside: that it was held, by how many; never what somebody chose."""

from zhijia.kernel.records import DONE, PLANNED, VOID, RecordKind, Sentence, metric, record_kind

from .models import Ballot, Kind

HELD = metric("ballots.held", "投票表决", "次")
PAPERS = metric("ballots.papers", "收回选票", "人次")
PART = {kind: metric(f"ballots.{kind}", kind.label, "次") for kind in Kind}


@record_kind(Ballot)
class BallotRecord(RecordKind):
    code, label, chapter, serves = "ballots.ballot", "票决", "democracy", HELD
    sentences = (
        Sentence(
            "组织投票表决{ballots.held}次，收回选票{ballots.papers}人次",
            parts=tuple((PART[k], k.label) for k in Kind),
        ),
    )

    def topics(self):
        return {f"ballots.{k}": k.label for k in Kind}

    def books(self):
        return dict.fromkeys(self.topics(), "民主管理")

    def topic(self, ballot):
        return f"ballots.{ballot.kind}"

    def stage(self, ballot):
        S = Ballot.State
        stages = {S.CERTIFIED: DONE, S.VOID: VOID, S.DRAFT: "draft"}
        return stages.get(ballot.state, PLANNED)

    def card(self, ballot):
        return {"on": ballot.on, "title": ballot.title}

    def public(self, ballot):
        return f"{ballot.on.year}年{ballot.on.month}月组织{Kind(ballot.kind).label}一次"

    def facts(self, ballot):
        return {HELD: 1, PART[Kind(ballot.kind)]: 1, PAPERS: ballot.result.get("returned", 0)}
