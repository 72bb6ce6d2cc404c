"""From the urn to the result: signatures checked, papers opened, figures added, the rule said in words."""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.translation import gettext as _

from zhijia.kernel.barred import barred_names
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from . import blind, casting, handing, papers, sealing, tally, urn, verdict
from .models import Ballot, Batch, Form, Kind, Slip

WHAT = {Kind.MOTION: "表决", Kind.ELECTION: "选举", Kind.APPRAISAL: "评议", Kind.POLL: "投票"}
LEAST = 5  # groups smaller than this are not shown apart (rules 7.07)
TURNOUT = verdict.TWO_THIRDS  # of an appraisal (rules 7.06)


def outstanding(ballot) -> int:
    """How many papers were taken out, by phone or as a slip, and have not been dropped."""
    signed, _sheets = handing.signed_and_sheets(handing.ways_of(ballot))
    return signed - fallen(ballot).count()


def fallen(ballot):
    """The papers in the urn, by token: an order that says nothing."""
    return urn.papers_of(ballot.pk)


def fits(public: str, private: str) -> bool:
    """Whether a private half belongs to the public one."""
    try:
        key = X25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    except ValueError:
        return False
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex() == public


def why_sealed(ballot) -> str:
    handed = ballot.teller_keys.exclude(handed="").count()
    if handed < ballot.need:
        return _("票还封着：%(have)d 位监票人交出了封条，要 %(need)d 位。") % {
            "have": handed,
            "need": ballot.need,
        }
    return ""


def bodies_of(ballot) -> list[tuple[str, str]]:
    """(class, body) of every paper whose signature holds; a paper that cannot be opened is void."""
    if not ballot.is_secret:
        klass = dict(ballot.roll.values_list("person", "klass"))
        return [(klass[v.person_id], papers.written(v.body)) for v in ballot.named.all()]
    publics = {row.klass: casting.unb64(row.public) for row in ballot.keys.all()}
    opened = _opener(ballot)
    found = []
    for paper in fallen(ballot).iterator():
        message = bytes.fromhex(paper.prefix + paper.token)
        if not blind.verify(publics[paper.klass], message, casting.unb64(paper.signature)):
            raise Refused(
                _("有一张票的签名不对，计票停止。"), _("请联系管理员核查数据库是否被改动。")
            )
        found.append((paper.klass, opened(paper.body)))
    return found


def sheets_of(ballot) -> list[tuple[str, str]]:
    """(class, body) of every paper ballot on which two tellers agreed."""
    sealed = ballot.batches.filter(state=Batch.State.SEALED)
    return [(batch.klass, body) for batch in sealed for body in batch.sheets]


def slips_of(ballot, ways) -> dict | None:
    """Printed, given and left over; None where there were none."""
    if not (printed := Slip.objects.filter(ballot=ballot.pk).count()):
        return None
    return verdict.slips(printed, ways["slip"], ballot.slips_left)


def _opener(ballot):
    terms = casting.terms_of(ballot)
    if terms is None:
        return lambda body: body
    handed = ballot.teller_keys.exclude(handed="").values_list("handed", flat=True)
    open_ = terms.opener([bytes.fromhex(key) for key in handed])

    def read(body):
        try:
            return open_(casting.unb64(body)).decode()
        except (sealing.Unreadable, UnicodeDecodeError, Refused):
            return ""

    return read


def result_of(ballot: Ballot) -> dict:
    """Everything the result sheet and the checker say; plain data, kept with the ballot."""
    signed, sheets = bodies_of(ballot), sheets_of(ballot)
    bodies = signed + sheets
    asked = [q.asked for q in ballot.questions.all()]
    counted = tally.tally(asked, bodies)
    ways, size = handing.ways_of(ballot), ballot.roll.count()
    result = {
        "roll": size, "issued": sum(ways.values()), "ways": ways, "returned": counted["returned"],
        "signed": len(signed), "sheets": len(sheets), "slips": slips_of(ballot, ways),
        "present": ballot.present, "due": ballot.entitled or size, "base": ballot.base, "questions": [],
        "counted": counted,
    }  # fmt: skip
    whole = _validity(ballot, ways, len(signed), len(sheets), size)
    result["valid"], result["sentence"] = whole.met, whole.sentence
    for question in asked:
        result["questions"].append(_decide(ballot, question, counted, result))
    said = tally.comments(bodies)
    result["comments"] = said if len(said) >= LEAST else []
    return result


def _validity(ballot, ways, signed, sheets, size) -> verdict.Quorum:
    """Whether the whole stands: not more returned than issued, and of an appraisal two thirds."""
    returned = signed + sheets
    if ballot.kind == Kind.APPRAISAL and returned < verdict.at_least(TURNOUT, size):
        return verdict.Quorum(False, _("应评 %(size)d 人，收回 %(n)d 票，不足三分之二，评议无效。") % {
            "size": size, "n": returned})  # fmt: skip
    out, what = handing.signed_and_sheets(ways), WHAT[ballot.kind]
    whole = verdict.valid_election(sum(out), returned, what)
    for way, issued, back in (("手机和凭条", out[0], signed), ("纸票", out[1], sheets)):
        apart = verdict.valid_election(issued, back, what, way)
        if whole.met and not apart.met:
            return apart
    return whole


def why_not_elected(ballot, names) -> dict[str, str]:
    """Name written in → why nobody of that name can hold an office of the union: barred, or no member
    of it (rules 8.09, 8.14). Asked when it is counted, since a name is first read then."""
    if ballot.kind != Kind.ELECTION or not names:
        return {}
    members = Person.objects.members_of(ballot.org, ballot.on).filter(name__in=list(names))
    strangers = set(names) - set(members.values_list("name", flat=True))
    return dict.fromkeys(strangers, "") | barred_names(ballot.org, list(names), ballot.on)


def _decide(ballot, question, counted, result) -> dict:
    mine = counted["questions"][question["id"]]
    of = verdict.denominator(
        ballot.base, roll=result["roll"], due=result["due"],
        present=ballot.present if ballot.present is not None else result["issued"],
        returned=counted["returned"], valid=mine["valid"],
    )  # fmt: skip
    found = {"question": question, "counted": mine, "of": of}
    if question["form"] == Form.YESNO:
        return found | verdict.motion(mine["counts"], ballot.base, of)
    if question.get("runoff"):
        return found | verdict.runoff(question, mine)
    if question["form"] == Form.CHOOSE:
        union = ballot.questions.get(order=question["id"]).union
        barred = why_not_elected(ballot, mine["written"]) if union else {}
        return found | {"union": union} | verdict.election(question, mine, ballot.base, of, barred)
    if question["form"] == Form.SCALE:
        weights = {k.klass: str(k.weight) for k in ballot.keys.all()}
        return found | verdict.appraisal(question, mine, weights, counted["by_class"], LEAST)
    return found
