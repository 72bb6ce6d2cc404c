"""What the lines of proposals have in common."""

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting


def line(proposal, what, verb, button, due=None, note="", **whom):
    url = f"{url_of(proposal)}{verb}/" if verb else url_of(proposal)
    return Waiting(f"{what}：{proposal}", url, button, due, note, **whom)


def review(proposal, what, verb, button, due=None, note=""):
    """For the committee, but not for the proposer who sits in it."""
    return line(proposal, what, verb, button, due, note, power="proposals.review",
                besides=proposal.proposer)  # fmt: skip
