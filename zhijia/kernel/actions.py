"""Every change is an action: one door that locks, asks, checks, runs, saves, notes and tells.

``@action`` wraps a plain function whose body only says what changes. The door opens the
transaction, locks the row, asks whether ``by`` holds the power on this very object, checks the
state, runs the body, sets the target state, validates, saves, writes the :class:`Step`, refreshes
the :mod:`records <zhijia.kernel.records>` and tells people.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from . import access, clock, records, waiting
from .notices import tell
from .orgs import Org, Owned
from .people import Person
from .refusals import NotAllowed, Refused, WrongState


class StepQuerySet(models.QuerySet):
    def about(self, obj):
        return self.filter(source=obj._meta.label_lower, source_id=obj.pk)

    def delete(self):
        raise TypeError("steps are never deleted")

    def update(self, **kwargs):
        if set(kwargs) != {"org_path"}:  # a union that moves takes its steps along
            raise TypeError("steps are never changed")
        return super().update(**kwargs)


class Step(Owned):
    """What somebody did in the system. Append-only: it feeds timeline, audit and notices.

    ``acting_for``: whose office a deputy exercised; empty where ``by`` acted in their own right.
    """

    source = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    verb = models.CharField(max_length=60)
    label = models.CharField(max_length=40)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )
    was = models.CharField(max_length=30, blank=True)
    became = models.CharField(max_length=30, blank=True)
    note = models.TextField(blank=True)
    changed = models.JSONField(default=list)

    objects = StepQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["source", "source_id"]),
            models.Index(  # few rows have one: an import of a hundred thousand pays nothing
                fields=["acting_for"],
                condition=models.Q(acting_for__isnull=False),
                name="step_acting_for",
            ),
        ]

    @property
    def who(self) -> str:
        """Who acted, and under whose office where it was not their own."""
        name = str(self.by)
        return f"{name}（代理{self.acting_for}）" if self.acting_for_id else name

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("a step is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("a step is never deleted")


class Once(models.Model):
    """A form's one-time key: the same request sent twice acts once (R6)."""

    key = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)


@dataclass(eq=False)
class Action:
    """A verb: what the decorator knows of it, and the function behind the door."""

    model: type
    name: str
    label: str
    power: str
    run: Callable
    body: Callable
    source: tuple = ()
    target: str = ""
    creates: bool = False
    tells: Callable | None = None
    guard: Callable | None = None
    when: Callable | None = None
    main: bool = False
    parent: type | None = None
    hidden: bool = False
    under: str = ""
    params: tuple = field(default=())

    @property
    def place(self):
        """The model at whose address the verb stands: the parent's, for what is made under one."""
        return self.parent or self.model

    @property
    def code(self):
        return f"{self.place._meta.label_lower}.{self.name}"


actions: dict[str, Action] = {}


def action(
    model, *, may, label, source=(), target="", creates=False, tells=None, guard=None, when=None,
    main=False, parent=None, hidden=False, under="",
):  # fmt: skip
    """Make a function an action of ``model``.

    ``may``: the power asked of ``by`` over the object (over the union or parent, for a creating
    action). ``source``/``target``: states it leads from and to. ``guard(obj, by)``: the sentence
    that says why it is closed just now, or "". ``when(obj)``: whether this union has the step at
    all. ``tells(obj)``: people to notify. ``main``: the one thing to do in that state.
    ``parent``: the model under an object of which a creating action makes its own; source, guard
    and power then speak of that object. ``hidden``: called by other actions, never a button.
    ``under``: the relation whose row is locked first, so that all things below it take turns.
    """

    def decorate(body):
        names = tuple(p for p in inspect.signature(body).parameters if p != "by")[1:]
        verb = Action(
            model, body.__name__, label, may, None, body, tuple(source), target, creates, tells, guard,
            when, main, parent, hidden, under, names,
        )  # fmt: skip
        if verb.code in actions:
            raise ValueError(f"action {verb.code} is declared twice")

        @wraps(body)
        def door(subject, *, by, **given):
            with transaction.atomic():
                return _pass(verb, body, subject, by, given)

        verb.run, door.action = door, verb
        actions[verb.code] = verb
        return door

    return decorate


def _pass(verb, body, subject, by, given):
    """What the door does, in order; any refusal leaves everything as it was."""
    rootless = verb.creates and not verb.parent
    place = subject if rootless else _lock(verb.place, subject, verb.under)
    if not access.can(by, verb.power, place):
        raise NotAllowed(verb.label)
    whose = access.acting_for(by, verb.power, place)
    was = "" if verb.creates else getattr(place, "state", "")
    if not rootless:
        _check_open(verb, place, by)
    before = {} if verb.creates else _values(place)
    made = body(place, by=by, **given)
    obj = made if verb.creates else place
    if verb.target:
        obj.state = verb.target
    _save(obj)
    step = _note(verb, obj, by, was, before, str(given.get("reason", "")), whose)
    records.sync(obj)
    waiting.sync(obj)
    if verb.tells:
        title = _("%(what)s：%(verb)s") % {"what": obj, "verb": verb.label}
        tell(verb.tells(obj), obj.org, title, url_of(obj), getattr(obj, "due", None), besides=by)
    obj.last_step = step
    if not verb.creates:
        subject.__dict__.update(place.__dict__)
        return subject
    return obj


@transaction.atomic
def together(door, subject, calls, shared=lambda place: {}) -> list:
    """One creating verb on one object by many people at once: one lock, one commit.

    ``calls``: [(by, arguments)]; ``shared(place)``: arguments that all have, read once the row is
    locked. Each call passes the same checks as through the door and leaves
    its own step; the answers are the things made or, for those refused, the :class:`Refused`.
    The verb neither tells people nor has a record of its own: what is made must need neither.
    """
    verb, steps, answers = door.action, [], []
    place = _lock(verb.place, subject)
    common = shared(place)
    for by, given in calls:
        try:
            if not access.can(by, verb.power, place):
                raise NotAllowed(verb.label)
            _check_open(verb, place, by)
            made = verb.body(place, by=by, **common, **given)
            validate(made)
        except Refused as no:
            answers.append(no)
            continue
        answers.append(made)
        steps.append((by, made))
    fresh = [made for _by, made in steps if made._state.adding]
    for made in (made for _by, made in steps if not made._state.adding):
        made.save()
    for made in fresh:
        made.org_path = made.org.path
    verb.model._base_manager.bulk_create(fresh)
    Step.objects.bulk_create(
        Step(
            org=made.org, org_path=made.org.path, source=made._meta.label_lower, source_id=made.pk,
            verb=verb.name, label=verb.label, by=by, became=made.state,
            acting_for_id=access.acting_for(by, verb.power, place),
        )
        for by, made in steps
    )  # fmt: skip
    return answers


def _lock(model, subject, under=""):
    """The row as it stands now, locked, so that two people deciding at once decide in turn."""
    if under:
        key = model._meta.get_field(under).attname
        first = model._meta.get_field(under).related_model
        above = _lock(first, first(pk=getattr(subject, key)))
    rows = model._base_manager.select_for_update(of=("self",))
    row = (rows.select_related("org") if issubclass(model, Owned) else rows).get(pk=subject.pk)
    if under:
        setattr(row, under, above)
    return row


def _check_open(verb, obj, by):
    if verb.when and not verb.when(obj):
        raise WrongState(_("这里没有“%s”这一步。") % verb.label)
    if verb.source and obj.state not in verb.source:
        raise WrongState(
            _("当前状态是“%(state)s”，不能“%(verb)s”。")
            % {"state": obj.get_state_display(), "verb": verb.label},
            _("请刷新页面，可能别人刚刚处理过。"),
        )
    if verb.guard and (why := verb.guard(obj, by)):
        raise Refused(why)


def _values(obj):
    return {f.attname: getattr(obj, f.attname) for f in obj._meta.concrete_fields}


def validate(obj):
    """Fields and constraints, those that name the union included; a sentence if one is broken."""
    try:
        obj.full_clean(exclude=["org"], validate_constraints=False)
        obj.validate_constraints()
    except ValidationError as error:
        named = {f.name: f.verbose_name for f in obj._meta.fields}
        parts = [f"{named.get(k, '')} {' '.join(v)}".strip() for k, v in error.message_dict.items()]
        raise Refused("；".join(parts)) from error


def _save(obj):
    validate(obj)
    obj.save()


def _note(verb, obj, by, was, before, note, whose):
    """The step. Of sensitive fields, not even the name of what changed is written down."""
    quiet = set(getattr(obj, "SENSITIVE", ()))
    changed = [k for k, v in _values(obj).items() if before and before[k] != v and k not in quiet]
    return Step.objects.create(
        org=obj.org, source=obj._meta.label_lower, source_id=obj.pk, verb=verb.name,
        label=verb.label, by=by, acting_for_id=whose, was=was, became=getattr(obj, "state", ""),
        note=note, changed=changed,
    )  # fmt: skip


def url_of(obj) -> str:
    """Where a thing lives: one rule for every domain, so that nobody keeps a table of pages."""
    meta = obj._meta
    return f"/{meta.app_label}/{meta.model_name}/{obj.pk}/"


@dataclass
class Opening:
    """A button: the verb, and the sentence that says why it is closed ("" when open)."""

    action: Action
    why: str = ""


def open_to(obj, person) -> list[Opening]:
    """The verbs this person may see on this object; a guarded one is shown locked, with why."""
    found = []
    for verb in actions.values():
        if verb.place is not type(obj) or verb.hidden or (verb.creates and not verb.parent):
            continue
        if verb.source and obj.state not in verb.source:
            continue
        if (verb.when and not verb.when(obj)) or not access.can(person, verb.power, obj):
            continue
        found.append(Opening(verb, (verb.guard(obj, person) or "") if verb.guard else ""))
    return sorted(found, key=lambda o: not o.action.main)


def creations(model, org: Org, person) -> list[Action]:
    """The creating verbs of a model that this person may use at this union."""
    verbs = [a for a in actions.values() if a.model is model and a.creates and not a.parent]
    return [a for a in verbs if access.can(person, a.power, org)]


def first_time(key: str) -> bool:
    """Whether the key is new; called inside the transaction that acts."""
    try:
        with transaction.atomic():
            Once.objects.create(key=key)
    except IntegrityError:
        return False
    return True


def remember(key: str, answer: str) -> None:
    """Where a form that was sent once led, for whoever sends it again."""
    Once.objects.filter(key=key).update(answer=answer[:200])
