"""Two people, one article; and what was typed and not saved."""

import datetime
import json

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles import drafts, locks, unsaved, workflow
from articles.models import Article, EditLock, Revision, UnsavedText
from tests import cast
from tests.builders import content_of, make_draft, make_published, make_site

pytestmark = pytest.mark.django_db

KEEP = reverse("admin:articles_article_keep")
ADD = reverse("admin:articles_article_add")


@pytest.fixture(autouse=True)
def site():
    return make_site()


@pytest.fixture
def omar():
    return cast.omar()


class Window:
    """The open form of an article, or of a new one, without a browser."""

    def __init__(self, client_class, user, article=None, query=""):
        self.client, self.user, self.article = client_class(), user, article
        self.client.force_login(user)
        self.address = (reverse("admin:articles_article_change", args=[article.pk]) if article else ADD) + query
        self.open()

    def open(self):
        self.answer = self.client.get(self.address)
        self.page = html.fromstring(self.answer.content.decode())
        self.form = self.page.xpath("//form[@id='article_form']")[0]
        self.window = self.form.fields["window"]
        return self

    def data(self, **changes):
        data = {}
        for name, value in self.form.form_values():
            data.setdefault(name, []).append(value)
        return data | changes

    def beat(self, **more):
        """A heartbeat, as the script sends it."""
        sent = {
            "article": self.article.pk if self.article else "",
            "window": self.window,
            "writer": self.user.pk,
            "seen": self.form.fields["seen"] or "",
        }
        return self.client.post(KEEP, sent | more)

    def type(self, **changes):
        """A heartbeat with what is typed."""
        pairs = [[name, each] for name, values in self.data().items() if name not in changes for each in values]
        return self.beat(typed=json.dumps(pairs + [[name, value] for name, value in changes.items()]))

    def save(self, **changes):
        return self.client.post(self.address, self.data(**changes))

    @property
    def text(self):
        return self.page.text_content()

    def value(self, name):
        return self.form.fields[name]


@pytest.fixture
def open_form(client):
    return lambda user, article=None, query="": Window(type(client), user, article, query)


# --- The lock ---------------------------------------------------------------------------------------------------------


def test_whoever_opens_a_form_first_holds_the_article(omar, salma):
    article = make_draft()
    assert locks.hold(article, omar, window="a").is_of(omar, "a")
    assert locks.hold(article, salma, window="b").holder == omar
    assert EditLock.objects.count() == 1


def test_a_lock_ends_when_its_window_is_not_seen_for_45_seconds(omar, salma):
    article, start = make_draft(), timezone.now()
    locks.hold(article, omar, window="a", now=start)
    for seconds, holder in ((44, omar), (45, salma)):
        now = start + datetime.timedelta(seconds=seconds)
        assert locks.hold(article, salma, window="b", now=now).holder == holder
    assert EditLock.objects.get().since == start + datetime.timedelta(seconds=45)


def test_a_heartbeat_keeps_the_lock_and_the_time_it_began(omar, salma):
    article, start = make_draft(), timezone.now()
    locks.hold(article, omar, window="a", now=start)
    locks.hold(article, omar, window="a", now=start + datetime.timedelta(seconds=40))
    lock = locks.hold(article, salma, window="b", now=start + datetime.timedelta(seconds=80))
    assert (lock.holder, lock.since) == (omar, start)


def test_the_same_person_in_two_windows_holds_it_in_one(omar):
    article = make_draft()
    locks.hold(article, omar, window="a")
    assert not locks.hold(article, omar, window="b").is_of(omar, "b")
    assert locks.hold(article, omar, window="b", take_over=True).is_of(omar, "b")
    assert not locks.hold(article, omar, window="a").is_of(omar, "a")


def test_only_the_window_that_holds_it_lets_it_go(omar, salma):
    article = make_draft()
    locks.hold(article, omar, window="a")
    locks.release(article, omar, window="b")
    locks.release(article, salma, window="a")
    assert locks.current(article)
    locks.release(article, omar, window="a")
    assert locks.current(article) is None


def test_opening_a_form_that_somebody_else_holds_says_who_and_since_when(open_form, omar, salma):
    article = make_draft()
    open_form(omar, article).beat()
    assert "عمر" in open_form(salma, article).text
    assert open_form(salma, article).form.xpath(".//button[@name='_take_over']")
    assert not open_form(omar, make_draft("آخر")).form.xpath(".//button[@name='_take_over']")


def test_looking_at_a_form_takes_no_lock(open_form, omar):
    open_form(omar, make_draft())
    assert not EditLock.objects.exists()


def test_a_save_is_refused_while_somebody_else_holds_the_article_and_keeps_the_text(open_form, omar, salma):
    article = make_draft("قبل")
    mine = open_form(salma, article)
    open_form(omar, article).beat()
    answer = mine.save(headline_ar="نص سلمى")
    assert answer.status_code == 200
    assert "نص سلمى" in answer.content.decode()
    assert Article.objects.get().headline_ar == "قبل"


def test_who_takes_over_saves_and_who_held_it_does_not(open_form, omar, salma):
    article = make_draft("قبل")
    first, second = open_form(omar, article), open_form(salma, article)
    assert first.beat().json()["mine"]
    assert not second.beat().json()["mine"]
    assert second.beat(take_over="1").json()["mine"]
    told = first.beat(had="1").json()
    assert not told["mine"]
    assert "سلمى" in told["panel"]
    assert first.save(headline_ar="نص عمر").status_code == 200
    assert second.save(headline_ar="نص سلمى").status_code == 302
    assert Article.objects.get().headline_ar == "نص سلمى"


def test_who_was_taken_over_can_take_it_back(open_form, omar, salma):
    article = make_draft()
    first, second = open_form(omar, article), open_form(salma, article)
    first.beat()
    second.beat(take_over="1")
    assert first.beat(take_over="1").json()["mine"]
    assert not second.beat().json()["mine"]


def test_taking_over_without_scripts_saves_nothing_and_keeps_the_text(open_form, omar, salma):
    article = make_draft("قبل")
    open_form(omar, article).beat()
    mine = open_form(salma, article)
    answer = mine.save(headline_ar="نص سلمى", _take_over="1")
    assert "نص سلمى" in answer.content.decode()
    assert Article.objects.get().headline_ar == "قبل"
    assert locks.current(article).holder == salma
    assert mine.save(headline_ar="نص سلمى").status_code == 302


def test_a_save_lets_the_lock_go_and_a_save_that_comes_back_keeps_it(open_form, omar, salma):
    article = make_draft()
    first = open_form(omar, article)
    first.beat()
    first.save(headline_ar="أول", _continue="1")
    assert open_form(salma, article).beat().json()["mine"] is False
    first.open()
    assert first.beat().json()["mine"]
    first.save(headline_ar="ثان", _save="1")
    assert locks.current(article) is None


def test_a_closed_window_lets_the_lock_go(open_form, omar):
    first = open_form(omar, make_draft())
    first.beat()
    first.beat(leave="1")
    assert not EditLock.objects.exists()


def test_commands_ask_for_no_lock(omar):
    article = make_draft("قبل")
    locks.hold(article, omar, window="a")
    drafts.save(article, content_of("بعد"), by=None)
    locks.require_free(article, None, window="")
    assert Article.objects.get().headline_ar == "بعد"


def test_a_reporter_who_may_only_look_takes_no_lock(open_form, omar):
    article = make_published()
    window = open_form(cast.salma(), article)
    client = window.client
    client.force_login(omar)
    window.user = omar
    assert window.beat(take_over="1").json()["mine"] is False
    assert not EditLock.objects.exists()


# --- What is typed ----------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_changes_nothing_else(open_form, omar):
    article = make_draft("قبل")
    before = Revision.objects.count()
    assert open_form(omar, article).type(headline_ar="لم يحفظ").json()["kept"]
    assert UnsavedText.objects.get().article == article
    assert Article.objects.get().headline_ar == "قبل"
    assert Revision.objects.count() == before


def test_it_is_offered_when_the_form_is_opened_again_and_brought_back_as_it_was(open_form, omar):
    article = make_draft("قبل")
    open_form(omar, article).type(headline_ar="لم يحفظ", expires_at="غير تاريخ", body_ar="<p>نص <em>مائل</p>")
    again = open_form(omar, article)
    assert again.value("headline_ar") == "قبل"
    (link,) = again.form.xpath(".//a[starts-with(@href, '?restore=')]/@href")
    restored = open_form(omar, article, link)
    assert restored.value("headline_ar") == "لم يحفظ"
    assert restored.value("expires_at") == "غير تاريخ"
    assert restored.value("body_ar").strip() == "<p>نص <em>مائل</p>"
    assert not restored.form.xpath(".//*[contains(@class, 'errorlist')]")


def test_a_new_article_is_kept_too_and_offered_when_a_new_one_is_begun(open_form, omar):
    open_form(omar).type(headline_ar="خبر لم يولد")
    again = open_form(omar)
    assert "خبر لم يولد" in again.text
    (link,) = again.form.xpath(".//a[starts-with(@href, '?restore=')]/@href")
    assert open_form(omar, None, link).value("headline_ar") == "خبر لم يولد"
    assert not Article.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("other", [cast.salma, cast.huda])
def test_nobody_else_sees_what_is_typed_whatever_they_may(open_form, omar, other):
    article, secret = make_draft(), "سر لم يكتمل"
    for window in (open_form(omar, article), open_form(omar)):
        window.type(headline_ar=secret)
    other = other()
    for row in UnsavedText.objects.all():
        query = f"?restore={row.pk}"
        for page in (open_form(other, article, query), open_form(other, None, query)):
            assert secret not in page.answer.content.decode()
            page.beat(discard=row.pk, restored=row.pk)
            page.client.post(KEEP, {"writer": other.pk, "window": row.window, "typed": "", "article": article.pk})
    assert UnsavedText.objects.filter(writer=omar).count() == 2
    assert secret not in open_form(other).client.get(reverse("admin:index")).content.decode()


def test_a_save_removes_it(open_form, omar):
    article = make_draft()
    window = open_form(omar, article)
    window.type(headline_ar="محفوظ")
    window.save(headline_ar="محفوظ")
    assert not UnsavedText.objects.exists()


def test_a_save_of_what_was_brought_back_removes_it(open_form, omar):
    open_form(omar).type(headline_ar="محفوظ")
    restored = open_form(omar, None, f"?restore={UnsavedText.objects.get().pk}")
    assert restored.save().status_code == 302
    assert not UnsavedText.objects.exists()
    assert Article.objects.get().headline_ar == "محفوظ"


def test_a_refused_save_leaves_it(open_form, omar):
    window = open_form(omar)
    window.type(headline_ar="نص", expires_at="غير تاريخ")
    assert window.save(headline_ar="نص", expires_at="غير تاريخ").status_code == 200
    assert UnsavedText.objects.exists()


def test_what_is_brought_back_goes_on_as_one_text(open_form, omar):
    open_form(omar).type(headline_ar="أول")
    row = UnsavedText.objects.get()
    window = open_form(omar, None, f"?restore={row.pk}")
    window.beat(typed=json.dumps([["headline_ar", "ثان"]]), restored=row.pk)
    assert UnsavedText.objects.get().window == window.window


def test_the_desk_leads_its_writer_back_to_it(open_form, omar):
    open_form(omar).type(headline_ar="خبر لم يولد")
    open_form(omar, make_draft()).type(headline_ar="")
    page = html.fromstring(open_form(omar).client.get(reverse("admin:index")).content.decode())
    links = page.xpath("//section[contains(@class, 'desk-unsaved')]//a")
    assert links[1].text_content() == "خبر لم يولد"
    for link in links:
        assert open_form(omar).client.get(link.get("href")).status_code == 200


def test_two_windows_of_one_person_keep_two_texts(open_form, omar):
    article = make_draft()
    first, second = open_form(omar, article), open_form(omar, article)
    first.type(headline_ar="أول")
    second.type(headline_ar="ثان")
    assert {unsaved.headline(unsaved.data(row)) for row in UnsavedText.objects.all()} == {"أول", "ثان"}


def test_who_takes_everything_back_has_nothing_unsaved(open_form, omar):
    window = open_form(omar)
    window.type(headline_ar="نص")
    window.beat(typed="")
    assert not UnsavedText.objects.exists()


def test_an_offered_text_can_be_discarded(open_form, omar):
    open_form(omar).type(headline_ar="نص")
    open_form(omar).beat(discard=UnsavedText.objects.get().pk)
    assert not UnsavedText.objects.exists()


def test_the_text_of_a_deleted_article_is_offered_as_a_new_one(open_form, omar):
    article = make_draft()
    window = open_form(omar, article)
    window.type(headline_ar="عمل ساعة")
    Article.objects.all().delete()
    assert window.type(headline_ar="عمل ساعتين").json()["mine"] is False
    assert "عمل ساعتين" in open_form(omar).text


def test_texts_are_removed_after_a_month(open_form, omar):
    open_form(omar).type(headline_ar="قديم")
    assert unsaved.prune(timezone.now() + datetime.timedelta(days=29)) == 0
    assert unsaved.prune(timezone.now() + datetime.timedelta(days=31)) == 1


def test_no_token_is_kept(open_form, omar):
    open_form(omar).beat(typed=json.dumps([["csrfmiddlewaretoken", "secret"], ["headline_ar", "نص"]]))
    assert "secret" not in UnsavedText.objects.get().pairs


@pytest.mark.parametrize("typed", ["{", "1", "[1]", '[["a"]]', '[["a", 1]]', "[" * 100_000, '{"a": 1}', "null", "\x00"])
def test_what_no_form_sends_is_refused_in_words(open_form, omar, typed):
    answer = open_form(omar).beat(typed=typed)
    assert answer.status_code == 400
    assert answer.json()["why"]
    assert not UnsavedText.objects.exists()


def test_too_long_a_text_is_refused_in_words(open_form, omar):
    answer = open_form(omar).beat(typed=json.dumps([["body_ar", "x" * unsaved.LIMIT]]))
    assert answer.status_code == 413
    assert answer.json()["why"]


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "<script>"])
def test_odd_characters_come_back_without_a_fault(open_form, omar, text):
    assert open_form(omar).beat(typed=f'[["headline_ar", "{text}"], ["tags", "x"], ["image", "y"]]').status_code == 200
    assert open_form(omar, None, f"?restore={UnsavedText.objects.get().pk}").answer.status_code == 200


@pytest.mark.parametrize("restore", ["0", "x", "٣", "9" * 30, "-1", ""])
def test_bringing_back_what_is_not_there_opens_the_plain_form(open_form, omar, restore):
    assert open_form(omar, None, f"?restore={restore}").answer.status_code == 200


def test_a_text_is_brought_back_only_into_its_own_article(open_form, omar):
    article = make_draft("هنا")
    open_form(omar, make_draft("هناك")).type(headline_ar="من هناك")
    assert open_form(omar, article, f"?restore={UnsavedText.objects.get().pk}").value("headline_ar") == "هنا"


# --- Who is asked -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_heartbeat_costs_the_same_however_much_there_is(open_form, omar):
    window = open_form(omar, make_draft())
    window.beat()
    costs = []
    for number in (1, 9):
        for each in range(number):
            drafts.save(window.article, content_of(f"نص {number} {each}"), by=None)
            open_form(omar, window.article).type(headline_ar="نص")
        with CaptureQueriesContext(connection) as queries:
            window.beat()
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_form_of_somebody_who_was_logged_out_is_told_so_in_words(open_form, omar):
    window = open_form(omar, make_draft())
    window.client.logout()
    answer = window.type(headline_ar="نص")
    assert answer.status_code == 401
    assert answer.json()["login"] == reverse("admin:login")
    assert window.client.get(KEEP).status_code == 401


def test_who_was_logged_out_while_saving_finds_the_text_after_the_login(open_form, omar):
    window = open_form(omar, make_draft())
    window.type(headline_ar="عمل ساعة")
    window.client.logout()
    login = window.save(headline_ar="عمل ساعة")["Location"]
    answer = window.client.post(login, {"username": "omar", "password": "password"}, follow=True)
    assert answer.request["PATH_INFO"] == window.address
    assert "عمل ساعة" in parsed(answer).xpath("string(//*[@class='notice notice-unsaved'])")


def test_a_form_of_somebody_else_is_not_kept_as_ones_own(open_form, omar, salma):
    window = open_form(omar, make_draft())
    window.client.force_login(salma)
    assert window.type(headline_ar="نص").status_code == 401
    assert not UnsavedText.objects.exists()


def test_keeping_needs_the_token_and_a_new_one_can_be_had(client, omar):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(omar)
    assert strict.post(KEEP, {"writer": omar.pk, "window": "a"}).status_code == 403
    token = strict.get(KEEP).json()["token"]
    assert strict.post(KEEP, {"writer": omar.pk, "window": "a", "csrfmiddlewaretoken": token}).status_code == 200


def test_an_article_one_may_not_see_tells_nothing(open_form, omar):
    secret = make_draft("سر")
    window = open_form(omar)
    omar.user_permissions.remove(Permission.objects.get(codename="change_article"))
    answer = window.client.post(KEEP, {"writer": omar.pk, "window": "a", "article": secret.pk, "seen": "1"})
    assert answer.json()["mine"] is False
    assert not EditLock.objects.exists()


# --- A save that comes too late ---------------------------------------------------------------------------------------


@pytest.fixture
def stale(open_form, omar, salma):
    """Omar's open form of an article that Salma saved meanwhile."""
    window = open_form(omar, make_draft("قبل"))
    open_form(salma, window.article).save(headline_ar="عنوان سلمى", body_ar="<p>فقرة أولى.</p><p>فقرة سلمى.</p>")
    return window


def parsed(answer):
    return html.fromstring(answer.content.decode())


def test_it_is_refused_and_shows_who_saved_and_what_differs_and_keeps_the_text(stale):
    answer = stale.save(headline_ar="عنوان عمر", body_ar="<p>فقرة عمر.</p>", expires_at="2030-01-01T00:00")
    assert Article.objects.get().headline_ar == "عنوان سلمى"
    page = parsed(answer)
    (panel,) = page.xpath("//*[contains(@class, 'notice-stale')]")
    assert "سلمى" in panel.xpath("string(.//h2)")
    (gone,), (new,) = ([each.text_content() for each in panel.xpath(f".//{tag}")[:1]] for tag in ("del", "ins"))
    assert "سلمى" in gone
    assert "عمر" in new
    assert "فقرة عمر." in panel.xpath("string(.//textarea)")
    form = page.xpath("//form[@id='article_form']")[0]
    assert form.fields["headline_ar"] == "عنوان عمر"
    assert form.fields["expires_at"] == "2030-01-01T00:00"


def test_it_is_refused_again_until_one_chooses(stale):
    for _again in range(2):
        assert stale.save(headline_ar="عنوان عمر").status_code == 200
    assert Article.objects.get().headline_ar == "عنوان سلمى"


def test_it_can_be_saved_over_the_other_and_the_history_says_so(stale):
    newest = drafts.newest(stale.article)
    assert stale.save(headline_ar="عنوان عمر", _over=newest.pk).status_code == 302
    assert Article.objects.get().headline_ar == "عنوان عمر"
    assert "سلمى" in drafts.newest(stale.article).note
    assert newest.content["headline"]["ar"] == "عنوان سلمى"


def test_it_is_saved_over_no_version_but_the_one_that_was_shown(stale, open_form, salma):
    shown = drafts.newest(stale.article)
    open_form(salma, stale.article).save(headline_ar="ثالث")
    assert stale.save(headline_ar="عنوان عمر", _over=shown.pk).status_code == 200
    assert Article.objects.get().headline_ar == "ثالث"


@pytest.mark.parametrize("over", ["x", "-1", "9" * 30, "1e3"])
def test_a_forged_version_saves_nothing(stale, over):
    assert stale.save(headline_ar="عنوان عمر", _over=over).status_code == 200
    assert Article.objects.get().headline_ar == "عنوان سلمى"


def test_taking_the_newer_version_still_offers_what_was_typed(stale, open_form, omar):
    stale.type(headline_ar="عنوان عمر")
    again = open_form(omar, stale.article)
    assert again.value("headline_ar") == "عنوان سلمى"
    assert "عنوان عمر" in again.text


def test_what_is_brought_back_over_a_newer_version_is_refused_too(open_form, omar, salma):
    window = open_form(omar, make_draft("قبل"))
    window.type(headline_ar="عنوان عمر")
    window.beat(leave="1")
    open_form(salma, window.article).save(headline_ar="عنوان سلمى")
    restored = open_form(omar, window.article, f"?restore={UnsavedText.objects.get().pk}")
    assert restored.save().status_code == 200
    assert Article.objects.get().headline_ar == "عنوان سلمى"


def test_an_open_form_is_told_of_a_newer_version(stale):
    assert "سلمى" in stale.beat().json()["panel"]
    assert "سلمى" not in stale.open().beat().json()["panel"]


def test_drafts_of_published_articles_are_guarded_as_well(open_form, salma):
    article = make_published("قبل")
    first, second = open_form(salma, article), open_form(cast.huda(), article)
    second.save(headline_ar="عنوان هدى")
    assert first.save(headline_ar="عنوان سلمى").status_code == 200
    assert drafts.working(article)["headline"]["ar"] == "عنوان هدى"


def test_a_save_between_reading_the_version_and_the_row_is_not_taken_for_seen(open_form, omar, monkeypatch):
    article, newest = make_draft("قبل"), drafts.newest

    def slowly(article):
        version = newest(article)
        drafts.save(article, content_of("بين بين"), by=None)
        return version

    monkeypatch.setattr(drafts, "newest", slowly)
    window = open_form(omar, article)
    monkeypatch.undo()
    assert window.value("headline_ar") == "بين بين" or int(window.value("seen")) < newest(article).pk


def test_what_goes_wrong_after_validation_brings_the_form_back_with_its_text(open_form, omar, monkeypatch):
    window = open_form(omar, make_draft("قبل"))
    for error in (ValidationError({"categories": "القسم حُذف"}), ValidationError("لا"), PermissionDenied("لا")):
        monkeypatch.setattr(drafts, "save", raising(error))
        answer = window.save(headline_ar="عمل ساعة")
        assert answer.status_code == 200
        assert parsed(answer).xpath("//form[@id='article_form']")[0].fields["headline_ar"] == "عمل ساعة"
        assert parsed(answer).xpath("//*[contains(@class, 'errorlist')]")


@pytest.mark.parametrize("error", [IntegrityError, OperationalError])
def test_a_database_that_refuses_brings_the_form_back_with_its_text(open_form, omar, monkeypatch, error):
    window = open_form(omar)
    monkeypatch.setattr(drafts, "create", raising(error("no")))
    answer = window.save(headline_ar="عمل ساعة")
    assert answer.status_code == 200
    assert parsed(answer).xpath("//form[@id='article_form']")[0].fields["headline_ar"] == "عمل ساعة"


def raising(error):
    def fail(*_args, **_kwargs):
        raise error

    return fail


def test_a_reporter_whose_article_was_published_meanwhile_is_told_before_sending(open_form, omar):
    window = open_form(omar, make_draft())
    workflow.publish(window.article, by=None)
    answer = window.type(headline_ar="عمل ساعة").json()
    assert answer["mine"] is False
    assert UnsavedText.objects.exists()
    again = window.client.get(window.address).content.decode()
    assert "عمل ساعة" in again
