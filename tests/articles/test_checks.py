"""Before readers see a story: what is missing is named all at once, and asked of people only."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from articles import checks, drafts, workflow
from articles import content as contents
from articles.models import Article
from articles.status import Status
from tests import cast
from tests.builders import TOMORROW, complete, content_of, make_author, make_draft, make_image, make_published

pytestmark = pytest.mark.django_db


SOMEONE = object()  # rather than None, the newsroom itself


def named(content, languages=None):
    return set(checks.missing(content, languages, by=SOMEONE))


def whole(**values):
    return contents.blank() | content_of(**complete(**values))


def test_a_whole_story_lacks_nothing():
    assert named(whole()) == set()


def test_all_that_is_missing_is_named_at_once():
    article = make_draft("خ" * 141, body={"ar": "<p> </p>"}, main_category=None, categories=[])
    with pytest.raises(ValidationError) as caught:
        workflow.publish(article, by=cast.salma())
    assert set(caught.value.message_dict) == {"main_category", "body_ar", "headline_ar", "standfirst_ar", "image"}
    assert Article.objects.get().status == Status.DRAFT


@pytest.mark.parametrize(("length", "refused"), [(140, set()), (141, {"headline_ar"})])
def test_a_headline_fits_a_card(length, refused):
    assert named(whole(headline="خ" * length)) == refused


def test_the_newsroom_itself_brings_old_stories_as_they_are():
    assert make_published("خ" * 180).is_published("ar")
    with pytest.raises(ValidationError):
        workflow.publish(make_draft(body={"ar": ""}), by=None)


def test_a_picture_is_described_in_each_language_that_is_published():
    silent, arabic = make_image(alt=""), make_image(alt="سوق")
    both = {"english": "News", "standfirst": {"ar": "سطر", "en": "A line"}}
    assert named(whole(image=silent.pk)) == {"image"}
    assert named(whole(image=arabic.pk)) == set()
    assert named(whole(image=arabic.pk, **both)) == {"image"}
    assert named(whole(image=arabic.pk, **both), ["ar"]) == set()
    english = make_image(alt="سوق", alt_en="A market")
    assert named(whole(image=english.pk, **both)) == set()


def test_each_language_has_its_standfirst():
    assert named(whole(english="News", image=make_image(alt_en="A market").pk)) == {"standfirst_en"}


def test_an_opinion_is_led_by_the_portrait_of_its_author():
    face, faceless = make_author("ليلى", photo=make_image()), make_author("سامر")
    assert named(whole(image=None, kind="opinion", authors=[face])) == set()
    assert named(whole(image=None, kind="opinion", authors=[faceless])) == {"image"}
    assert named(whole(image=None, kind="news", authors=[face])) == {"image"}


def test_a_further_language_is_opened_when_it_is_whole():
    article = make_published(english="News", languages=["ar"], **complete())
    with pytest.raises(ValidationError) as caught:
        workflow.open_language(article, "en", by=cast.salma())
    assert set(caught.value.message_dict) == {"standfirst_en", "image"}


def test_an_old_story_may_be_mended_without_being_made_whole():
    old, salma = make_published("خ" * 150), cast.salma()
    drafts.save(old, contents.read(old) | {"source": "رويترز"}, by=salma)
    assert workflow.publish_changes(old, by=salma).source == "رويترز"


def test_a_whole_story_is_not_made_less():
    article, salma = make_published(**complete()), cast.salma()
    less = {"image": None, "standfirst": {"ar": "", "en": ""}, "headline": {"ar": "خ" * 141, "en": ""}}
    drafts.save(article, contents.read(article) | less, by=salma)
    for at in (None, TOMORROW):
        with pytest.raises(ValidationError) as caught:
            workflow.publish_changes(article, by=salma, at=at)
        assert set(caught.value.message_dict) == {"image", "standfirst_ar", "headline_ar"}
    assert Article.objects.get().image_id


def test_who_may_not_publish_is_told_so_and_not_what_is_missing():
    with pytest.raises(PermissionDenied):
        workflow.publish(make_draft(), by=cast.omar())


def test_the_messages_are_arabic():
    with translation.override("ar"):
        messages = checks.missing(contents.blank(), by=SOMEONE).values()
    assert len(messages) == 5
    assert not [text for text in messages if any("a" <= letter <= "z" for letter in text)]
