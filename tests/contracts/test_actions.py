"""Every verb: complete, closed to strangers, refused in a wrong state, leaving exactly one step."""

import inspect

import pytest

from zhijia.kernel import access, records
from zhijia.kernel.actions import Step, actions
from zhijia.kernel.people import Post
from zhijia.kernel.refusals import Refused, WrongState
from zhijia.ui.forms import ActionForm, forms_by_action

from .conftest import CHINESE, address_of, verbs

SHUT = (403, 404)


def arguments(verb):
    """(required, all) names of what the body asks for, and whether it takes any name."""
    given = list(inspect.signature(verb.run).parameters.values())[1:]
    named = [p for p in given if p.name != "by" and p.kind is not p.VAR_KEYWORD]
    required = {p.name for p in named if p.default is p.empty}
    return required, {p.name for p in named}, any(p.kind is p.VAR_KEYWORD for p in given)


def own_words(form):
    """Names a form's own ``clean`` or ``given`` speaks of."""
    methods = [m for name in ("clean", "given") if (m := form.__dict__.get(name))]
    return {c for m in methods for c in m.__code__.co_consts if isinstance(c, str)}


def outside(verb):
    """The states of the verb's place from which it does not lead on."""
    return [s for s in verb.place.State.values if s not in verb.source] if verb.source else []


# --- complete -----------------------------------------------------------------------------------


@verbs()
def test_asks_for_a_declared_power(verb):
    assert verb.power in access.powers


@verbs()
def test_has_a_chinese_label(verb):
    assert CHINESE.search(str(verb.label))


@verbs(hidden=False)
def test_a_button_that_needs_arguments_has_a_form_asking_for_them(verb):
    required, known, any_name = arguments(verb)
    form = forms_by_action.get(verb.code, ActionForm)
    if required:
        assert verb.code in forms_by_action, f"no form asks for {sorted(required)}"
    asked = set(form.base_fields)
    assert not required - asked - own_words(form), "the form never asks for these"
    if not any_name and not own_words(form):
        assert not asked - known, "the form gives what the verb does not take"


def test_every_form_belongs_to_a_verb_with_a_button():
    assert not [code for code in forms_by_action if code not in actions or actions[code].hidden]


@verbs()
def test_leads_only_between_states_that_exist(verb):
    if verb.source:
        assert set(verb.source) <= set(verb.place.State.values)
    if verb.target:
        assert verb.target in verb.model.State.values


# --- closed to strangers ------------------------------------------------------------------------


@verbs(hidden=False)
def test_is_closed_to_the_chair_of_another_school(verb, demo, visit):
    there = address_of(verb, demo.subject(verb))
    client, before = visit(demo.stranger), Step.objects.count()
    if verb.creates and not verb.parent:
        page = client.get(there)
        assert page.status_code in (200, *SHUT)
        words = page.content.decode()
        assert not [name for name in demo.names if name in words], "offers people of another school"
        return
    assert client.get(there).status_code in (404, 405)
    assert client.post(there).status_code == 404
    assert Step.objects.count() == before


@verbs(hidden=False)
def test_is_closed_to_the_officer_above_unless_declared(verb, demo, visit):
    if Post.OFFICER in access.powers[verb.power].overseers | access.powers[verb.power].posts:
        return
    there = address_of(verb, demo.subject(verb))
    client, before = visit(demo.officer), Step.objects.count()
    assert client.get(there).status_code in (*SHUT, 405)
    assert client.post(there).status_code in SHUT
    assert Step.objects.count() == before


@verbs(hidden=False)
def test_sends_the_anonymous_to_the_way_in(verb, demo, visit):
    there = address_of(verb, demo.subject(verb))
    for answer in (visit().get(there), visit().post(there)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/enter/")


@verbs(hidden=True)
def test_a_hidden_verb_has_no_page_of_its_own(verb, demo, visit):
    answer = visit(demo.chair).get(address_of(verb, demo.subject(verb)))
    assert answer.status_code in (404, 405)  # 405: a page of the app serves it, by POST


# --- open to holders ----------------------------------------------------------------------------


@verbs(hidden=False)
def test_shows_its_form_to_a_holder_and_answers_an_empty_one(verb, demo, visit):
    """An empty form is acted on or sent back with sentences; it is never a fault."""
    subject = demo.subject(verb)
    there = address_of(verb, subject)
    seen = []
    for _turn, who in zip(range(6), demo.holders(verb.power, subject), strict=False):
        client = visit(who)
        seen.append(client.get(there).status_code)
        if seen[-1] == 200:
            assert client.post(there).status_code in (302, 403, 422)
            return
    pytest.fail(f"no holder of {verb.power} can open {there}: {seen}")


# --- refused in a wrong state -------------------------------------------------------------------


@verbs(outside)
def test_is_refused_in_every_state_it_does_not_lead_from(verb, demo):
    for state in outside(verb):
        obj = demo.one(verb.place, [state])
        who, before = demo.holder(verb.power, obj), Step.objects.count()
        with pytest.raises(WrongState):
            verb.run(obj, by=who, **dict.fromkeys(arguments(verb)[0]))
        assert Step.objects.count() == before
        assert verb.place._base_manager.get(pk=obj.pk).state == state


# --- what it leaves behind ----------------------------------------------------------------------


def bare(verb):
    """Whether the verb runs on nothing but its object and a person."""
    form = forms_by_action.get(verb.code, ActionForm)
    rootless = verb.creates and not verb.parent
    return not arguments(verb)[0] and form is ActionForm and not rootless


@verbs(bare)
def test_run_for_real_leaves_exactly_one_step_and_a_fresh_record(verb, demo):
    """Those that ask for nothing; where a guard speaks, it is obeyed."""
    subject = demo.subject(verb)
    everybody = list(demo.holders(verb.power, subject))[:12]
    locked = [p for p in everybody if verb.guard and verb.guard(subject, p)]
    for who in locked[:2]:
        before = Step.objects.count()
        with pytest.raises(Refused):
            verb.run(subject, by=who)
        assert Step.objects.count() == before
    free = next((p for p in everybody if p not in locked), None)
    if free is None:
        return
    before = Step.objects.order_by("pk").last().pk
    made = verb.run(subject, by=free)
    steps = Step.objects.about(made).filter(pk__gt=before)
    assert [(s.verb, s.by_id, s.became) for s in steps] == [
        (verb.name, free.pk, getattr(made, "state", ""))
    ]
    assert not verb.target or made.state == verb.target
    if kind := records.kinds.get(type(made)):
        assert records.project(kind, [made]) == [], "the record is not what the source says"
