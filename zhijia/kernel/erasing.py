"""Erasing a person who has left, so that every figure stays and no step is touched.

The row of the person stays, with its token: facts, steps and looks go on pointing at somebody who
no longer has a name. Emptied are the person's fields, the sensitive words of rows that speak of
nobody else, addresses, notices, the account; photos become grey.
"""

import io

from django.db import transaction
from django.db.models import ProtectedError, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from . import clock
from .access import offices
from .consent import Consent
from .contacts import Contact, Preference
from .documents.models import Attachment, _put
from .held import held, keepers
from .notices import Notice
from .people import Account, Membership, Person
from .waiting import Call

EMPTIED = ("staff_no", "phone", "id_number", "politics", "title", "establishment", "category")
BLANK = "已移除的照片"


def reasons_to_keep(person) -> list[str]:
    """Sentences that forbid the erasure just now; empty when nothing does."""
    found = []
    if offices(person):
        found.append(_("还有会籍、任职或代理，办理离会、离任后才能注销。"))
    if waits := Call.objects.filter(person=person).count():
        found.append(_("还有 %d 件事等其办理，办结或移交后才能注销。") % waits)
    return found + [why for check in keepers if (why := check(person))]


@transaction.atomic
def erase(person, number: int) -> Person:
    """Empty what is held about the person; called by the action that a second person confirms."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    grey_photos(person)
    for one in held.values():
        if one.erased:
            keys = list(one.alone(person).values_list("pk", flat=True))
            one.cls._base_manager.filter(pk__in=keys).update(**dict.fromkeys(one.erased, ""))
    Person.objects.filter(spouse=person).update(spouse=None)
    forget_name(person)
    for name in EMPTIED:
        setattr(person, name, "")
    person.birthday = person.retires = person.spouse = None
    person.name = f"{_('已注销会员')}{number}"
    person.save()
    Contact.objects.filter(person=person).update(address="", code="", answer="", state="dropped")
    Consent.objects.filter(person=person, withdrawn=None).update(withdrawn=clock.now())
    Preference.objects.filter(person=person).delete()
    Notice.objects.filter(person=person).delete()
    close_account(person, number)
    return person


def forget_name(person) -> None:
    """Take the name out of the titles of others' notices, unless somebody else there bears it too."""
    unions = list(Membership.objects.filter(person=person).values_list("org", flat=True))
    there = Membership.objects.filter(org__in=unions).exclude(person=person)
    if there.filter(person__name__contains=person.name).exists():
        return
    told = Notice.objects.filter(org__in=unions, title__contains=person.name)
    told.update(title=Replace("title", Value(person.name), Value(_("已注销会员"))))


def close_account(person, number) -> None:
    """The way in is removed; where something still hangs on it, it is emptied and shut instead."""
    account = Account.objects.filter(person=person).first()
    if account is None:
        return
    try:
        with transaction.atomic():
            account.delete()
    except ProtectedError:
        account.username, account.is_active = f"erased-{number}", False
        account.set_unusable_password()
        account.save()


def grey_photos(person) -> int:
    """Photos of things that speak of the person alone become a grey card; how many.

    The row stays, so the number of photos in the register does; the picture itself is gone, unless
    another thing keeps the same file.
    """
    count = 0
    for one in held.values():
        if not one.erased:
            continue
        source = one.cls._meta.label_lower
        keys = list(one.alone(person).values_list("pk", flat=True))
        photos = Attachment.objects.filter(source=source, source_id__in=keys, kind="photo")
        for photo in photos.exclude(name=f"{BLANK}.jpg"):
            _grey(photo)
            count += 1
    return count


def _grey(photo) -> None:
    from PIL import Image

    from .documents.uploads import check_upload

    out, thumb = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (320, 240), "#cfc9bf").save(out, "JPEG", comment=f"{photo.pk}".encode())
    Image.new("RGB", (160, 120), "#cfc9bf").save(thumb, "JPEG")
    upload = check_upload(out.getvalue(), f"{BLANK}.jpg")
    old = [photo.path(), photo.path("thumb")]
    others = Attachment.objects.filter(sha256=photo.sha256, sealed=photo.sealed).exclude(
        pk=photo.pk
    )
    shared = others.exists()
    photo.name, photo.size, photo.sha256, photo.mime = (
        upload.name,
        upload.size,
        upload.sha256,
        upload.mime,
    )
    _put(photo, out.getvalue())
    _put(photo, thumb.getvalue(), "thumb")
    photo.save()
    if not shared:
        transaction.on_commit(lambda: [path.unlink(missing_ok=True) for path in old])
