"""The content of an article: one plain value, cleaned once, stored whole."""

import json

import pytest
from django.core.exceptions import ValidationError

from articles import content as contents
from articles import drafts
from articles.models import Article, Revision
from articles.models.taxonomy import LANGUAGES
from images.models import Image
from tests.builders import (
    NOW,
    content_of,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_published,
    make_tag,
)

pytestmark = pytest.mark.django_db


def test_every_field_of_an_article_is_content_or_state():
    translated = {f"{name}_{code}" for name in (*contents.TEXTS, "ready_at") for code in LANGUAGES}
    named = {*contents.TEXTS, *contents.PLAIN, *contents.MOMENTS, *contents.THINGS, *contents.STATE}
    many = {"categories", "tags", "related_picks"}  # in LISTS, as categories, tags and related
    fields = {field.name for field in Article._meta.get_fields() if not field.auto_created or field.concrete}
    unknown = fields - translated - named - many
    assert not unknown, f"Add {unknown} to TEXTS, PLAIN, MOMENTS or THINGS in articles/content.py, or to STATE."


def full(article=None):
    other = make_published("خبر آخر")
    return content_of(
        "عنوان",
        english="Headline",
        category=make_category("سياسة"),
        tags=[make_tag("روسيا"), make_tag("أرمينيا")],
        authors=[make_author("ليلى"), make_author("سامر")],
        kind="analysis",
        source="وكالة",
        video="https://video.example/1",
        image=make_image().pk,
        related=[other.pk],
        unrelated=[make_published("خبر بعيد").pk],
        corrections=[{"made_at": NOW, "text": {"ar": "صُحّح الاسم.", "en": "Name corrected."}}],
        updated_at=NOW,
        kicker={"ar": "تمهيد", "en": ""},
        standfirst={"ar": "مقدمة\nفي سطرين", "en": ""},
        place={"ar": "بيروت", "en": "Beirut"},
        seo_headline={"ar": "عنوان للبحث", "en": ""},
        share_headline={"ar": "عنوان للمشاركة", "en": ""},
        front_headline={"ar": "عنوان للواجهة", "en": ""},
        sponsor={"ar": "شركة الواحة", "en": ""},
    )


def test_what_is_saved_is_read_again():
    cleaned = contents.cleaned(full())
    article = drafts.create(cleaned, by=None)
    assert contents.read(Article.objects.get(pk=article.pk)) == cleaned


def test_a_content_is_json():
    cleaned = contents.cleaned(full())
    assert json.loads(json.dumps(cleaned)) == cleaned


def test_every_save_leaves_a_revision():
    article = make_draft("الأول")
    drafts.save(article, content_of("الثاني"), by=None, note="أدق")
    newest, oldest = Revision.objects.all()
    assert newest.content["headline"]["ar"] == "الثاني"
    assert newest.note == "أدق"
    assert oldest.content["headline"]["ar"] == "الأول"


def test_saving_the_same_writes_nothing():
    article = make_draft()
    saved_at = Article.objects.get(pk=article.pk).saved_at
    drafts.save(article, content_of(), by=None)
    assert Revision.objects.count() == 1
    assert Article.objects.get(pk=article.pk).saved_at == saved_at


def test_an_article_needs_a_headline_in_some_language():
    with pytest.raises(ValidationError) as caught:
        drafts.create(content_of(""), by=None)
    assert "headline_ar" in caught.value.message_dict
    drafts.create(content_of("", english="Only English"), by=None)


def test_slugs_are_made_from_headlines_and_kept():
    article = make_draft("إعلان مفاجئ!", english="A Sudden Announcement")
    assert (article.slug_ar, article.slug_en) == ("إعلان-مفاجئ", "a-sudden-announcement")
    content = contents.read(article) | {"headline": {"ar": "عنوان آخر", "en": "Another"}}
    article = drafts.save(article, content, by=None)
    assert (article.slug_ar, article.slug_en) == ("إعلان-مفاجئ", "a-sudden-announcement")


def test_a_headline_without_letters_still_has_an_address():
    article = make_draft("؟!")
    assert article.slug_ar == "خبر"


def test_the_main_section_is_among_the_sections():
    main, politics = make_category("رئيسي"), make_category("سياسة")
    article = make_draft(category=politics, categories=[{"category": main.pk}])
    assert list(article.filings.values_list("category", flat=True)) == [politics.pk, main.pk]


def test_the_order_of_sections_is_the_editors():
    categories = [make_category(name) for name in ("ج", "أ", "ب")]
    article = make_draft(category=categories[1], categories=[{"category": each.pk} for each in categories])
    assert list(article.filings.values_list("category", flat=True)) == [each.pk for each in categories]


def test_control_characters_do_not_reach_the_headline():
    article = make_draft("خبر\u202e \x00عاجل\x1b")
    assert article.headline_ar == "خبر عاجل"


def test_too_long_a_headline_is_refused_by_name():
    with pytest.raises(ValidationError) as caught:
        make_draft("خ" * 201)
    assert "headline_ar" in caught.value.message_dict


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("image", 999),
        ("tags", [999]),
        ("related", [999_999]),
        ("unrelated", [999_999]),
        ("bylines", [{"author": 999}]),
        ("categories", [{"category": 999}]),
        ("kind", "gossip"),
        ("video", "javascript:alert(1)"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(name, value):
    with pytest.raises(ValidationError) as caught:
        drafts.create(content_of() | {name: value}, by=None)
    assert name in caught.value.message_dict
    assert not Article.objects.exists()


def test_a_correction_is_an_update():
    article = make_draft(corrections=[{"made_at": NOW, "text": {"ar": "صُحّح الاسم."}}])
    assert article.updated_at == NOW


def test_a_picture_in_use_cannot_be_deleted():
    from django.db.models import ProtectedError

    image = make_image()
    article = make_draft(image=image.pk)
    with pytest.raises(ProtectedError):
        image.delete()
    drafts.save(article, content_of(), by=None)
    Image.objects.get(pk=image.pk).delete()


def test_an_article_is_not_related_to_itself():
    article = make_draft()
    article = drafts.save(article, content_of(related=[article.pk], unrelated=[article.pk]), by=None)
    assert not article.picks.exists()
    assert not article.bans.exists()


def test_an_article_is_not_chosen_and_banned_at_once():
    other = make_draft("آخر")
    with pytest.raises(ValidationError) as caught:
        make_draft(related=[other.pk], unrelated=[other.pk])
    assert "unrelated" in caught.value.message_dict
