"""Every page: hides the other school, keeps its query budget, works without scripts."""

import pytest
from django.apps import apps
from django.urls import URLResolver
from lxml import html

from zhijia.kernel import access, waiting
from zhijia.kernel.actions import url_of
from zhijia.kernel.people import Person
from zhijia.kernel.privacy import encrypted_fields
from zhijia.site.urls import urlpatterns
from zhijia.ui.pages import details, lists

from .conftest import TODAY, address_of, at_most, queries, verbs

# Open to everybody: the way in, what is disclosed, the watchdog's, the program that checks ballots, and
# the gallery of parts, which exists in development and demo mode only.
PUBLIC = {"/enter/", "/join/", "/open/", "/healthy/", "/system/parts/", "/ballots/checker.py"}
MOST_USED = ("/", "/planning/year/", "/planning/register/")
PAGE, DETAIL = 12, 20  # query budgets


def walk(patterns, prefix="/"):
    """(route, converters) of every address of the house."""
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route)
        else:
            yield route, entry.pattern.converters


def model_of(route):
    """The model at whose address a page of an app's own stands, or None."""
    parts = route.strip("/").split("/")
    try:
        return apps.get_model(parts[0], parts[1]) if parts[2:3] == ["<int:pk>"] else None
    except LookupError:
        return None


ROUTES = list(walk(urlpatterns))
PLAIN = sorted({route for route, converters in ROUTES if not converters})
OF_ONE = sorted({route for route, _c in ROUTES if model_of(route)})

plain = pytest.mark.parametrize("there", PLAIN)
of_one = pytest.mark.parametrize("route", OF_ONE)
each_list = pytest.mark.parametrize("model", list(lists), ids=lambda m: m._meta.label_lower)
each_detail = pytest.mark.parametrize("model", list(details), ids=lambda m: m._meta.label_lower)


@pytest.fixture(autouse=True)
def _demo_mode(settings):
    settings.DEMO = True  # the gallery of parts stands only there


def list_at(model):
    return f"/{model._meta.app_label}/{model._meta.model_name}/"


def filled(route, obj):
    """The route at the object; a second blank (a figure, a format) is filled with a likely word."""
    there = route.replace("<int:pk>", str(obj.pk))
    return there.replace("<slug:key>", "f1").replace("<str:form>", "pdf")


def readers(demo, model):
    """The chair, then whoever else of the school may see something of the model."""
    yield demo.chair
    yield from Person.objects.filter(appointments__org=demo.org_id).distinct()


def seen_by(demo, model, who, count):
    rows = demo.of_school(model.objects.all().visible_to(who))
    return list(rows.order_by("-pk")[:count])


# --- who sees which rows ------------------------------------------------------------------------


def seen_models():
    return [m for m in apps.get_models() if hasattr(m._default_manager.all(), "visible_to")]


@pytest.mark.parametrize("model", seen_models(), ids=lambda m: m._meta.label_lower)
def test_a_stranger_sees_no_row_of_the_school(model, demo):
    rows = model.objects.all()
    assert demo.of_school(rows).exists(), "the demo school has none"
    assert demo.of_school(rows.visible_to(demo.chair)).exists() or model not in details
    assert not demo.of_school(rows.visible_to(demo.stranger)).exists()
    assert not rows.visible_to(None).exists()


@pytest.mark.parametrize(
    "model",
    sorted({m for m, _f in encrypted_fields() if m in seen_models()}, key=lambda m: m._meta.label),
    ids=lambda m: m._meta.label_lower,
)
def test_the_officer_above_opens_nothing_sensitive(model, demo):
    assert not model.objects.all().visible_to(demo.officer).exists()


# --- what a page is made of ---------------------------------------------------------------------


def check_shape(answer):
    """zh-CN, a title, one h1; nothing inline; nothing that only a script could reach."""
    page = html.document_fromstring(answer.content.decode())
    assert page.get("lang") == "zh-CN"
    assert page.findtext(".//title").replace("· 职家", "").strip()
    assert len(page.findall(".//h1")) == 1
    assert not page.xpath("//style | //script[not(@src)] | //*[@style]"), "inline style or script"
    assert not page.xpath("//@*[starts-with(name(), 'on')]"), "inline handler"
    assert not page.xpath("//a[starts-with(@href, 'javascript:')]")
    for node in page.xpath("//*[@hx-get or @hx-post or @hx-put or @hx-delete]"):
        plainly = node.get("href") or node.get("action") or node.xpath("ancestor::form")
        assert plainly, f"only htmx reaches {html.tostring(node)[:120]}"
    for control in page.xpath(
        "//main//input[not(@type='hidden')] | //main//select | //main//textarea"
    ):
        named = control.get("aria-label") or control.get("aria-labelledby")
        named = named or control.xpath("ancestor::label")
        named = named or page.xpath("//label[@for=$at]", at=control.get("id") or "")
        assert named, f"no label for {html.tostring(control)[:120]}"
    for image in page.xpath("//img[not(@alt)]"):
        pytest.fail(f"no alt: {html.tostring(image)[:120]}")


def is_page(answer):
    return answer["Content-Type"].startswith("text/html")


# --- pages that need no object ------------------------------------------------------------------


@plain
def test_a_plain_page_opens_to_the_chair_and_is_well_made(there, demo, visit):
    answer = visit(demo.chair).get(there)
    assert answer.status_code in (200, 405)  # 405: a deed, by POST only
    if answer.status_code == 200 and is_page(answer):
        check_shape(answer)


@plain
def test_a_plain_page_sends_the_anonymous_to_the_way_in(there, demo, visit):
    answer = visit().get(there)
    if there in PUBLIC:
        assert answer.status_code == 200
        words = answer.content.decode() if there != "/enter/" else ""
        assert not [name for name in demo.names if name in words]
    elif answer.status_code != 405:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/enter/")


@plain
def test_a_plain_page_shows_a_stranger_nobody_of_the_school(there, demo, visit):
    if there == "/enter/":
        return  # in demo mode it names the demo's cast, on purpose
    answer = visit(demo.stranger).get(there)
    assert answer.status_code in (200, 404, 405)
    words = answer.content.decode()
    assert not [name for name in demo.names if name in words]


@plain
def test_a_plain_page_opens_or_closes_to_a_member_and_the_officer_without_a_fault(
    there, demo, visit
):
    member = Person.objects.get(account__username="demo-member")
    for who in (member, demo.officer):
        assert visit(who).get(there).status_code in (200, 403, 404, 405)


@pytest.mark.parametrize("there", MOST_USED)
@pytest.mark.parametrize("who", ["chair", "officer"])
def test_the_pages_used_most_keep_their_budget(there, who, demo, visit):
    client = visit(getattr(demo, who))
    client.get(there)
    at_most(PAGE, queries(client.get, there))


def test_what_waits_is_read_at_once_however_many_domains_there_are(demo):
    for who in Person.objects.filter(appointments__org=demo.org_id).distinct():
        access.offices(who)  # what the person may do is asked once a request
        at_most(1, queries(waiting.waiting_for, who, demo.org))


@pytest.mark.parametrize("model", list(waiting.sources), ids=lambda m: m._meta.label)
def test_what_waits_is_up_to_date_and_can_be_derived_again(model, demo):
    objs = list(model._base_manager.select_related("org"))
    assert waiting.sync(*objs) == 0
    waiting.Call.objects.filter(source=model._meta.label_lower).delete()
    wanted = sum(bool(list(waiting.sources[model](obj))) for obj in objs)
    assert waiting.sync(*objs) == wanted


def test_every_menu_entry_shown_leads_to_a_page(demo, visit):
    for who in (demo.chair, Person.objects.get(account__username="demo-member"), demo.officer):
        client = visit(who)
        menu = client.get("/").context["menu"]
        shown = [e.url for entries in menu.values() for e in entries]
        assert shown, f"{who} has no menu"
        assert not {url for url in shown if client.get(url).status_code != 200}


# --- lists --------------------------------------------------------------------------------------


@each_list
@pytest.mark.parametrize("year", [TODAY.year, TODAY.year - 1])
def test_a_list_opens_to_the_chair_and_is_well_made(model, year, demo, visit):
    answer = visit(demo.chair).get(list_at(model), {"year": year})
    assert answer.status_code == 200
    check_shape(answer)


@each_list
def test_a_list_shows_a_stranger_none_of_the_schools_rows(model, demo, visit):
    for given in ({}, {"year": TODAY.year - 1}):
        answer = visit(demo.stranger).get(list_at(model), given)
        assert answer.status_code == 200
        assert not [r for r in answer.context["rows"].object_list if r.org_id == demo.org_id]


@each_list
def test_a_list_sends_the_anonymous_to_the_way_in(model, demo, visit):
    assert visit().get(list_at(model))["Location"].startswith("/enter/")


@each_list
def test_a_list_keeps_its_budget_however_many_rows_it_shows(model, demo, visit, monkeypatch):
    client, counts = visit(demo.chair), {}
    for rows in (3, 30):
        monkeypatch.setattr(lists[model], "per_page", rows)
        client.get(list_at(model))
        counts[rows] = queries(client.get, list_at(model))
        at_most(PAGE, counts[rows])
    extra = [sql[:200] for sql in counts[30] if sql not in counts[3]]
    assert len(counts[3]) == len(counts[30]), "grows with its rows:\n" + "\n".join(extra[:12])


@each_list
def test_a_list_is_searched_and_narrowed_without_a_fault(model, demo, visit):
    client, page = visit(demo.chair), lists[model]
    asked = [{"q": "王"}, {"q": "%_'\"</"}, {"page": "999"}, {"page": "x"}, {"year": "abc"}]
    for choice in page.filters:
        asked += [{choice.name: key} for key, _label in choice.options(demo.org)]
    for given in asked:
        assert client.get(list_at(model), given).status_code == 200, given


# --- details ------------------------------------------------------------------------------------


@each_detail
def test_a_detail_opens_to_who_may_see_it_and_keeps_its_budget(model, demo, visit):
    for who in readers(demo, model):
        found = seen_by(demo, model, who, 3)
        if found:
            break
    assert found, f"nobody of the demo school sees a {model._meta.label}"
    client = visit(who)
    for obj in found:
        answer = client.get(url_of(obj))
        assert answer.status_code == 200
        check_shape(answer)
        at_most(DETAIL, queries(client.get, url_of(obj)))


@each_detail
def test_a_detail_does_not_exist_for_a_stranger(model, demo, visit):
    obj = demo.one(model)
    assert visit(demo.stranger).get(url_of(obj)).status_code == 404


@each_detail
def test_a_detail_sends_the_anonymous_to_the_way_in(model, demo, visit):
    answer = visit().get(url_of(demo.one(model)))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/enter/")


@of_one
def test_a_page_of_its_own_opens_to_the_chair_without_a_fault(route, demo, visit):
    obj = demo.one(model_of(route))
    answer = visit(demo.chair).get(filled(route, obj))
    assert answer.status_code in (200, 404, 405)
    if answer.status_code == 200 and is_page(answer):
        check_shape(answer)


@of_one
def test_a_page_of_its_own_does_not_exist_for_a_stranger(route, demo, visit):
    there = filled(route, demo.one(model_of(route)))
    client = visit(demo.stranger)
    assert client.get(there).status_code in (404, 405)
    assert client.post(there).status_code in (404, 405)
    assert visit().get(there).status_code in (302, 405)


# --- forms --------------------------------------------------------------------------------------


@verbs(hidden=False)
def test_a_form_is_well_made_empty_and_sent_back(verb, demo, visit):
    subject = demo.subject(verb)
    there = address_of(verb, subject)
    for _turn, who in zip(range(6), demo.holders(verb.power, subject), strict=False):
        client = visit(who)
        answer = client.get(there)
        if answer.status_code != 200:
            continue
        check_shape(answer)
        at_most(DETAIL, queries(client.get, there))
        back = client.post(there) if answer.context["form"].fields else answer
        if back.status_code != 302:  # a form that asks for nothing has been carried out
            check_shape(back)
        return
    pytest.fail(f"no holder of {verb.power} can open {there}")


def test_files_of_the_school_do_not_exist_for_a_stranger(demo, visit):
    from zhijia.kernel.documents.models import Attachment

    file = Attachment.objects.filter(org=demo.org_id).first()
    assert file, "the demo school keeps no file"
    assert visit(demo.chair).get(f"/file/{file.pk}/").status_code == 200
    for part in ("", "thumb/"):
        assert visit(demo.stranger).get(f"/file/{file.pk}/{part}").status_code == 404
        assert visit().get(f"/file/{file.pk}/{part}").status_code == 302
