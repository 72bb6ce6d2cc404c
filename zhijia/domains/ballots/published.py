"""What is published after certification: all that anybody needs to check a secret ballot and count it anew."""

from . import counting, handing, papers
from .models import Ballot, Batch, Grade


def public_record(ballot: Ballot) -> dict:
    """Terms, keys, papers in the order of their tokens, sheets under two tellers' names, and the result."""
    return {
        "format": "zhijia ballot 1", "id": ballot.public_id, "title": ballot.title, "kind": ballot.kind,
        "grade": ballot.grade, "base": ballot.base, "roll_print": ballot.roll_print,
        "paper_print": ballot.paper_print,
        "roll": [list(line) for line in ballot.roll.values_list("klass", "name", "unit")],
        "marked": ballot.roll.filter(marked=True).count(), "ways": handing.ways_of(ballot),
        "due": ballot.entitled, "present": ballot.present,
        "keys": {k.klass: {"public": k.public, "label": k.label, "weight": str(k.weight)} for k in ballot.keys.all()},
        "seal": seal_of(ballot), "questions": [q.asked for q in ballot.questions.all()],
        "papers": [
            {"class": p.klass, "prefix": p.prefix, "token": p.token, "signature": p.signature, "body": p.body}
            for p in counting.fallen(ballot)
        ],
        "batches": [batch_of(batch) for batch in sealed_batches(ballot)],
        "result": ballot.result, "least": counting.LEAST,
    }  # fmt: skip


def seal_of(ballot):
    if ballot.grade != Grade.SEALED:
        return None
    keys = ballot.teller_keys.all()
    handed = [key.handed for key in keys if key.handed]
    return {
        "need": ballot.need,
        "size": papers.SEALED,
        "keys": [key.public for key in keys],
        "handed": handed,
    }


def sealed_batches(ballot):
    sealed = ballot.batches.filter(state=Batch.State.SEALED)
    return sealed.prefetch_related("entries__person")


def batch_of(batch) -> dict:
    tellers = [entry.person.name for entry in batch.entries.all()]
    return {
        "number": batch.number,
        "class": batch.klass,
        "tellers": tellers,
        "sheets": batch.sheets,
    }
