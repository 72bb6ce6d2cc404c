"""Persons as figures need them: told apart by a mark, and read once however often they stand in rows."""

from collections import defaultdict
from functools import lru_cache
from hashlib import blake2b

from django.conf import settings

from .people import Person


def person_token(person) -> str:
    """A keyed mark that tells persons apart in figures and cannot be traced back without the key."""
    return _keyed(person.token, settings.SECRET_KEY)


@lru_cache(maxsize=50_000)
def _keyed(token, key):
    return blake2b(token.encode(), digest_size=9, key=key.encode()[:64]).hexdigest()


def people_fields(kind):
    """Those of the kind's prefetched names that hold persons."""
    many = {f.name for f in kind.model._meta.many_to_many if f.related_model is Person}
    return [name for name in kind.prefetch if name in many]


def with_people(kind, objs, known):
    """Put the persons of each object where ``obj.people.all()`` finds them.

    The same persons stand in thousands of rows: the join table is read as plain numbers and each
    person once (``known``: id → Person with name and token).
    """
    for name in people_fields(kind):
        field = kind.model._meta.get_field(name)
        source, target = field.m2m_column_name(), field.m2m_reverse_name()
        rows = field.remote_field.through.objects.filter(**{f"{source}__in": [o.pk for o in objs]})
        pairs = list(rows.values_list(source, target))
        missing = {person for _obj, person in pairs} - known.keys()
        known |= Person.objects.only("name", "token").in_bulk(missing) if missing else {}
        held = defaultdict(list)
        for obj, person in pairs:
            held[obj].append(known[person])
        for obj in objs:
            obj.__dict__.setdefault("_prefetched_objects_cache", {})[name] = held[obj.pk]
