"""Finding what was asked before, by pairs of neighbouring characters, on either database alike.

Chinese has no blanks to cut words at, and most of its words are two characters long: so a text is
its bigrams. They stand in a table of postings (decision 0016); a search reads the rarest few
of its own, so that "学校" and "建设" cost nothing, and ranks what it finds.
"""

import re
import unicodedata
from collections import Counter

from django.db import connection

from .models import Gram, Proposal

FRAME = re.compile(r"^关于|的?(提案|建议)$")
WORDS = re.compile(r"[^\W_]+")
OPENING = 60  # characters of the reason that are indexed besides the title
POSTINGS, BUDGET, NEAR = 600, 6000, 60  # read of one bigram, of all, ranked in full
ENOUGH = 0.18  # how alike a proposal must be to be shown


def bigrams(text: str) -> list[str]:
    """Every pair of neighbouring letters or characters, full width and case made alike."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    runs = WORDS.findall(plain)
    return [run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))]


def grams_of(title: str, reason: str = "") -> set[str]:
    """What a proposal is found by: its title without the frame, and how its reason begins."""
    return set(bigrams(FRAME.sub("", title.strip()))) | set(bigrams(reason.strip()[:OPENING]))


def likeness(one: set, other: set) -> float:
    """Dice's measure, from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def similar(org, person, title, reason="", besides=None, most=5) -> list[Proposal]:
    """The proposals of the union most like a text, of any year, that the person may see; each
    with ``likeness`` in percent."""
    wanted = grams_of(title, reason)
    if len(wanted) < 2:
        return []
    keys = _nearest(org.pk, wanted)
    rows = Proposal.objects.filter(pk__in=keys).visible_to(person).select_related("call")
    found, heading = [], grams_of(title)
    for row in rows.exclude(pk=besides).exclude(state__in=("draft", "withdrawn")):
        by_title = likeness(heading, grams_of(row.title))
        row.likeness = max(by_title, likeness(wanted, grams_of(row.title, row.reason)))
        if row.likeness >= ENOUGH:
            found.append(row)
    found.sort(key=lambda r: (-r.likeness, -r.pk))
    for row in found:
        row.likeness = round(row.likeness * 100)
    return found[:most]


def _nearest(org, wanted) -> list[int]:
    """Keys that share most bigrams, the rarest read first, ``POSTINGS`` of each; two queries."""
    wanted = sorted(wanted)
    posted = f"FROM {Gram._meta.db_table} WHERE org_id = %s AND gram = %s"
    capped = f"SELECT %s AS gram, count(*) AS n FROM (SELECT 1 {posted} LIMIT %s) AS part"
    given = [value for gram in wanted for value in (gram, org, gram, POSTINGS)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([capped] * len(wanted)), given)
        known = [(count, gram) for gram, count in cursor.fetchall() if count]
        rarest = _within_budget(sorted(known))
        if not rarest:
            return []
        latest = f"SELECT proposal_id {posted} ORDER BY proposal_id DESC LIMIT %s"
        one = f"SELECT proposal_id FROM ({latest}) AS part"
        given = [value for gram in rarest for value in (org, gram, POSTINGS)]
        cursor.execute(" UNION ALL ".join([one] * len(rarest)), given)
        hits = Counter(key for (key,) in cursor.fetchall())
    return [key for key, _count in hits.most_common(NEAR)]


def _within_budget(counted) -> list[str]:
    """The rarest bigrams first, as many as may be read: all of them in a small school."""
    chosen, read = [], 0
    for count, gram in counted:
        if chosen and read + count > BUDGET:
            break
        chosen.append(gram)
        read += count
    return chosen
