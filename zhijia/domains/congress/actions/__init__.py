"""The verbs of the congress, in the order life goes: elect, prepare, gather, sit, vote, follow up."""

from .after import (
    answer_opinion,
    carry_out,
    drop,
    join_making,
    put_in_force,
    raise_opinion,
    repeal,
    report_progress,
    report_up,
    resolve,
    sign,
    write_minutes,
)
from .agenda import change, move_up, put, put_usual, withdraw
from .delegates import leave, name_head, recall, record_vote
from .doors import arrive, check_in, check_out, open_doors, take_marks
from .floor import (
    adjourn,
    ask_floor,
    close,
    end_speech,
    finish_hearing,
    give_floor,
    open_session,
    resume,
    take_up,
)
from .sessions import (
    amend,
    approve_agenda,
    call,
    call_off,
    invite,
    name_presidium,
    name_tellers,
    read_papers,
    send_papers,
)
from .terms import approve, divide, end, form_delegations, set_up
from .votes import announce, call_off_vote, count_hands, start_vote, vote_again

__all__ = [
    "adjourn", "amend", "announce", "answer_opinion", "approve", "approve_agenda", "arrive", "ask_floor",
    "call", "call_off", "call_off_vote", "carry_out", "change", "check_in", "check_out", "close",
    "count_hands", "divide", "drop", "end", "end_speech", "finish_hearing", "form_delegations",
    "give_floor", "invite", "join_making", "leave", "move_up", "name_head", "name_presidium", "name_tellers",
    "open_doors", "open_session", "put", "put_in_force", "put_usual", "raise_opinion", "read_papers", "recall", "repeal", "record_vote",
    "report_progress", "report_up", "resolve", "resume", "send_papers", "set_up", "sign", "start_vote",
    "take_marks", "take_up", "vote_again", "withdraw", "write_minutes",
]  # fmt: skip
