"""The verbs, a module for each way of being heard."""

from . import surveys
from .channels import amend_channel, close_channel, open_channel, reopen_channel
from .letters import (
    answer,
    ask,
    close,
    hand_over,
    publish,
    send,
    take,
    unpublish,
    write_on,
)
from .receptions import (
    answer_issue,
    book,
    cancel_booking,
    cancel_reception,
    confide,
    finish_issue,
    grade_issue,
    hold,
    move_issue,
    note_call,
    open_reception,
    raise_issue,
    submit_report,
)
from .setting_aside import call_abuse, clear_abuse, mark_same, object_aside, set_aside
from .suggestions import (
    adopt,
    adopt_partly,
    answer_up,
    award,
    decline,
    promote,
    send_up,
    show_result,
    suggest,
    thank,
)

__all__ = [
    "adopt", "adopt_partly", "amend_channel", "answer", "answer_issue", "answer_up", "ask", "award", "book", "call_abuse",
    "cancel_booking", "cancel_reception", "clear_abuse", "close", "close_channel", "confide", "decline",
    "finish_issue", "grade_issue", "hand_over", "hold", "mark_same", "move_issue", "note_call", "object_aside", "open_channel",
    "open_reception", "promote", "publish", "raise_issue", "reopen_channel", "send", "send_up", "set_aside",
    "show_result", "submit_report", "suggest", "surveys", "take", "thank", "unpublish", "write_on",
]  # fmt: skip
