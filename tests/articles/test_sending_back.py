"""An article that is sent back: a letter to its reporter, and the reason on top of its form."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles import workflow
from articles.models import Article
from articles.status import Status
from tests import cast
from tests.builders import make_draft, make_site

pytestmark = pytest.mark.django_db

WHY = "أضف رد الوزارة، وتحقق من الرقم."


@pytest.fixture(autouse=True)
def site():
    make_site()


@pytest.fixture
def send_back(django_capture_on_commit_callbacks):
    def send_back(article, by, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return workflow.send_back(article, by=by, note=WHY, **more)

    return send_back


def submitted(by, headline="خبر من المدينة"):
    return workflow.submit(make_draft(headline, by=by), by=by)


def form_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def test_the_reporter_gets_a_letter_with_the_reason_and_the_way_back(send_back):
    omar, salma = cast.omar(), cast.salma()
    article = send_back(submitted(omar), salma)
    (letter,) = mail.outbox
    assert letter.to == [omar.email]
    assert "خبر من المدينة" in letter.subject
    assert "أُعيد إليك" in letter.subject
    for part in (WHY, str(salma), f"https://news.example{form_of(article)}"):
        assert part in letter.body


def test_the_letter_is_in_the_language_of_its_reader(send_back):
    send_back(submitted(cast.omar(language="en")), cast.salma())
    assert mail.outbox[0].subject == "Sent back: خبر من المدينة"
    assert "Why:" in mail.outbox[0].body


def test_the_letter_writes_letters_not_entities(send_back):
    send_back(submitted(cast.omar(), "«الخبر» & <تتمته>"), cast.salma())
    assert "«الخبر» & <تتمته>" in mail.outbox[0].body


@pytest.mark.parametrize("case", ["oneself", "the newsroom itself", "no address", "inactive"])
def test_no_letter_goes_to(case, send_back):
    salma, omar = cast.salma(), cast.omar()
    if case == "no address":
        omar.email = ""
    if case == "inactive":
        omar.is_active = False
    by = {"oneself": salma, "the newsroom itself": None}.get(case, omar)
    article = workflow.submit(make_draft(by=by if by == salma else None), by=None)
    Article.objects.filter(pk=article.pk).update(created_by=by)
    omar.save()
    send_back(article, salma)
    assert mail.outbox == []


def test_no_letter_goes_out_when_the_move_is_refused(django_capture_on_commit_callbacks):
    article = make_draft(by=cast.omar())
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValidationError):
        workflow.send_back(article, by=cast.salma(), note=WHY)
    assert mail.outbox == []


class DeadServer:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, letters):
        raise ConnectionRefusedError(111, "refused")


def test_a_dead_mail_server_is_logged_and_the_move_stands(send_back, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    article = send_back(submitted(cast.omar()), cast.salma())
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT
    assert "could not be sent" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_dead_mail_server_is_told_to_the_editor(client, settings):
    settings.EMAIL_BACKEND = f"{__name__}.DeadServer"
    make_site()
    article = submitted(cast.omar())
    client.force_login(cast.salma())
    page = client.get(form_of(article))
    data = dict(page.context["adminform"].form.initial)
    data = {name: value for name, value in data.items() if isinstance(value, str | int)}
    data |= {"sections-0-category": article.main_category_id, "verb": "send_back", "note": WHY}
    answer = client.post(form_of(article), data, follow=True)
    messages = [(message.level_tag, str(message)) for message in answer.context["messages"]]
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT
    assert [text for level, text in messages if level == "warning" and "omar@example.com" in text]


def test_the_reason_stands_on_the_form_until_the_article_is_submitted_again(client, send_back):
    omar = cast.omar()
    article = send_back(submitted(omar), cast.salma())
    client.force_login(omar)
    page = client.get(form_of(article)).content.decode()
    assert WHY in page
    assert "سلمى" in page
    workflow.submit(article, by=omar)
    assert WHY not in client.get(form_of(article)).content.decode()


def test_a_reason_is_text_and_no_markup(client, send_back):
    article = workflow.send_back(submitted(cast.omar()), by=cast.salma(), note="<script>alert(1)</script>")
    client.force_login(cast.huda())
    assert "<script>alert(1)" not in client.get(form_of(article)).content.decode()
