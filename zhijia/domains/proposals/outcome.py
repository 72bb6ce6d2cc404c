"""What the ratings of an answer come to. Silence is 未评价 and never counts as satisfied."""

from .models import Grade, rules_of

MARKS = {Grade.SATISFIED: 2, Grade.BASIC: 1, Grade.UNSATISFIED: 0}


def missing_raters(proposal, reply) -> list:
    """The proposers who have not rated this answer."""
    rated = set(reply.ratings.values_list("person", flat=True))
    return [p for p in proposal.proposers() if p.pk not in rated]


def outcome_of(proposal, reply) -> str:
    """By result, as the school counts merged cases: all, the first proposer, or the average."""
    ratings = {r.person_id: r.result for r in reply.ratings.all()}
    rule = rules_of(proposal).merged_rating
    if rule == "first":
        return ratings.get(proposal.proposer_id, Grade.UNRATED)
    marks = [MARKS[r] for r in ratings.values() if r in MARKS]
    if not marks:
        return Grade.UNRATED
    if rule == "average":
        mean = sum(marks) / len(marks)
        return (
            Grade.SATISFIED if mean >= 1.5 else Grade.BASIC if mean >= 0.75 else Grade.UNSATISFIED
        )
    return {2: Grade.SATISFIED, 1: Grade.BASIC, 0: Grade.UNSATISFIED}[min(marks)]
