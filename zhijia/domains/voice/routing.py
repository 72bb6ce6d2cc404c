"""Whom a letter reaches: the owners it is not about, else the next in a declared order."""

from django.utils.translation import gettext as _

from zhijia.kernel.people import Appointment, Person, Post

# Who reads a letter that all owners of its box are named in; after the last one nobody here does,
# and the level above sees that there is such a letter.
ORDER = (Post.PARTY, Post.CHAIR, Post.PRINCIPAL, Post.FUNDS_REVIEW)
# Who hears of an urgent letter besides its readers, and of one that two people would set aside.
URGENT = (Post.PARTY, Post.CHAIR)
WATCH = (Post.PARTY, Post.FUNDS_REVIEW)


def at_posts(org, *posts) -> list:
    """(post, person) of those in office today, in the order of the posts."""
    rows = Appointment.objects.of(org).filter(post__in=posts).live().select_related("person")
    return sorted(((a.post, a.person) for a in rows), key=lambda pair: posts.index(pair[0]))


def here(org, people) -> list:
    """Those who still belong to the union: who has left reads nothing."""
    keys = {p.pk for p in people}
    held = Appointment.objects.of(org).live().filter(person__in=keys).values("person")
    members = Person.objects.members_of(org).filter(pk__in=keys)
    stays = set(members.values_list("pk", flat=True)) | set(held.values_list("person", flat=True))
    return [p for p in people if p.pk in stays]


def readers_of(channel, about, urgent=False) -> list:
    """The people a letter of the box reaches, given the keys of whom it is about; an urgent one
    reaches the declared offices besides."""
    found = [p for p in here(channel.org, list(channel.owners.all())) if p.pk not in about]
    for post in ORDER:
        if not found:
            found = [p for _post, p in at_posts(channel.org, post) if p.pk not in about]
    if urgent:
        found += [p for _post, p in at_posts(channel.org, *URGENT) if p.pk not in about]
    return list({p.pk: p for p in found}.values())


def about_of(message) -> set:
    return set(message.about.values_list("pk", flat=True))


def watchers(message) -> list:
    """Party and funds review, but nobody the letter is about."""
    about = about_of(message)
    return list(
        {p.pk: p for _post, p in at_posts(message.org, *WATCH) if p.pk not in about}.values()
    )


def urgent_words(text, rules) -> bool:
    """Whether the text holds one of the words that the school treats as urgent."""
    return any(word.strip() in text for word in rules.urgent_words.split("、") if word.strip())


def order_in_words() -> str:
    return _("信里涉及收信人的，由其余收信人办；都涉及的，依次由%s办。") % "、".join(
        str(Post(p).label) for p in ORDER
    )
