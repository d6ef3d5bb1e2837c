"""A newsroom with one of everything, and somebody at its desk."""

from functools import partial

import pytest

from accounts.models import User
from articles import drafts, workflow
from articles.models import Article, Author, Category, Page, Redirect, SectionGrant, SiteSettings, Tag
from images.models import Image
from tests import cast
from tests.builders import (
    TOMORROW,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_page,
    make_published,
    make_site,
    make_tag,
    make_withdrawn,
)

NOUNS = [Article, Category, Tag, Author, Page, Redirect, Image, User, SiteSettings]


@pytest.fixture
def newsroom(db):
    """One of everything; returns an article with all that can belong to one."""
    make_site()
    world = make_category("شؤون دولية", name_en="World")
    make_category("آسيا", parent=world)
    article = make_published(
        "روسيا تعلن الانسحاب من الإقليم بعد ستة أشهر من نزوح السكان",
        category=world,
        tags=[make_tag("روسيا"), make_tag("أذربيجان")],
        authors=[make_author("ليلى منصور"), make_author("سامر حداد")],
        image=make_image().pk,
        related=[make_draft("مسودة أولى", category=world).pk],
        corrections=[{"made_at": "2026-01-02T07:30:00+00:00", "text": {"ar": "صُحّح الاسم.", "en": ""}}],
    )
    make_published("خبر مجدول", at=TOMORROW, category=world)
    withdrawn = make_withdrawn(category=world)
    changes = {"headline": {"ar": "خبر مصحح", "en": ""}, "tags": [Tag.objects.first().pk], "source": "رويترز"}
    drafts.save(withdrawn, drafts.working(withdrawn) | changes, by=None)
    workflow.submit(make_draft("ينتظر المراجعة", category=world), by=None)
    make_page()
    Redirect.objects.create(old_path="/2019/خبر", article=article)
    return article


@pytest.fixture
def at_the_desk(newsroom, desk_of):
    """Return ``at_the_desk(**options)``: a page of the newsroom's chief, with Playwright's options of a context."""
    chief = cast.huda()
    SectionGrant.objects.create(user=cast.omar(), category=Category.objects.first())
    return partial(desk_of, chief)
