"""The verbs of proposals, a module for each stretch of the way."""

from .answering import deliver, return_reply, sign
from .assigning import assign, instruct, receive
from .best import announce_best, award, confirm_award, refuse_award
from .calls import amend_call, open_call, put_report
from .checking import ask_check, check_promise
from .departments import add_department, change_department, dissolve_department
from .disputes import decide, dispute
from .drafting import countersign, draft_reply
from .following import change_follower, look_in
from .forwarding import call_back, forward, relay
from .handling import (
    add_files,
    clarify,
    contact,
    contribute,
    explain,
    extend,
    press,
    resume,
)
from .merging import agree_merge, merge, object_merge
from .polls import announce, call_off, hold_poll
from .promises import (
    confirm_promise,
    postpone_promise,
    press_promise,
    report_promise,
    return_promise,
    withdraw_promise,
)
from .rating import conclude, hear_again, lapse, rate
from .reassigning import ask_reassign, change_signer, keep_assigned, reassign
from .review import accept, decline, precheck, refer, send_back
from .seconding import ask_second, decline_second, second
from .tabling import hear_vote, table, untable
from .writing import (
    amend,
    draft,
    leave_proposal,
    split,
    submit,
    submit_at_close,
    withdraw,
)

__all__ = [
    "accept", "add_department", "add_files", "agree_merge", "amend", "amend_call", "announce",
    "announce_best", "ask_check", "ask_reassign", "ask_second", "assign", "award", "call_back", "call_off",
    "change_department", "change_follower", "change_signer", "check_promise", "clarify", "conclude",
    "confirm_award", "confirm_promise", "contact", "contribute", "countersign", "decide", "decline",
    "decline_second", "deliver", "dispute", "dissolve_department", "draft", "draft_reply", "explain",
    "extend", "forward", "hear_again", "hear_vote", "hold_poll", "instruct", "keep_assigned", "lapse", "leave_proposal",
    "look_in", "merge", "object_merge", "open_call", "postpone_promise", "precheck", "press",
    "press_promise", "put_report", "rate", "reassign", "receive", "refer", "refuse_award", "relay",
    "report_promise", "resume", "return_promise", "return_reply", "second", "send_back", "sign", "split",
    "submit", "submit_at_close", "table", "untable", "withdraw", "withdraw_promise",
]  # fmt: skip
