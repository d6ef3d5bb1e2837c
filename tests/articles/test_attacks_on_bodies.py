"""What is made to run something is stored as text at most, whichever door it comes through, and runs nowhere."""

import json

import html5lib
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles import body, interchange
from articles.models import Article
from articles.rendering import rendered
from tests import cast
from tests.articles.attacks import ATTACKS
from tests.articles.test_editor_in_the_browser import PASTE, empty, open_form, text
from tests.builders import make_category, make_draft, make_image, make_published, make_site

OURS = {"div", "section", "sup", "picture", "source", "img", "svg", "use", "button", "span", "b"}
SAFE = ("http://", "https://", "mailto:", "tel:", "/", "#")
CHUNK = 12


def settled(attack):
    try:
        return body.clean(attack)
    except ValidationError:
        return ""


# Those that settle together too; what does not settle is refused, which is as good.
CLEAN = [attack for attack in ATTACKS if settled(attack)]
CHUNKS = [
    chunk
    for start in range(0, len(CLEAN), CHUNK)
    if settled(chunk := "<p>نص</p>" + "".join(CLEAN[start : start + CHUNK]))
]


def elements(markup):
    tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return [element for element in tree.iter() if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT"]


def assert_harmless(markup, tags=frozenset(body.TAGS), ours=frozenset()):
    for element in elements(markup):
        assert element.tag.rpartition("}")[2] in tags
        for name, value in element.attrib.items():
            allowed = body.ATTRIBUTES.get(element.tag, set()) | body.ATTRIBUTES["*"] | ours
            assert name in allowed, (element.tag, name)
            if name in ("href", "src"):
                assert value.startswith(SAFE), value
                assert not value.startswith(("//", "/\\"))
            if name == "data-embed":
                assert value.startswith("https://")


def test_the_attacks_are_many():
    assert len(ATTACKS) > 300
    assert len(CHUNKS) * CHUNK > 300


@pytest.mark.parametrize("start", range(0, len(ATTACKS), 50))
def test_cleaned_they_are_harmless_and_settled(start):
    for attack in ATTACKS[start : start + 50]:
        stored = settled(attack)
        assert_harmless(stored)
        assert body.clean(stored) == stored


@pytest.mark.django_db
def test_made_for_readers_they_are_what_they_were_stored_as():
    make_image(), make_published()
    for chunk in CHUNKS:
        html = rendered(body.clean(chunk)).html
        given = {
            "class",
            "src",
            "id",
            "alt",
            "width",
            "height",
            "loading",
            "decoding",
            "rel",
            "tabindex",
            "role",
            "type",
        }
        given |= {
            "aria-label",
            "aria-hidden",
            "aria-labelledby",
            "data-frame",
            "data-title",
            "data-show-embed",
            "srcset",
            "sizes",
        }
        assert_harmless(html, tags=body.TAGS | OURS, ours=given | {"href"})


@pytest.mark.django_db
def test_the_form_and_a_file_store_the_same_bytes(client, tmp_path):
    make_site()
    section = make_category("أخبار")
    client.force_login(cast.huda())
    items = []
    chunks = [
        chunk for chunk in CHUNKS if "data-image" not in chunk
    ]  # in a file that would be a ref, and an unknown one
    for place, chunk in enumerate(chunks):
        items.append({"ref": f"x{place}", "headline": {"ar": f"خبر {place}"}, "body": {"ar": chunk}})
        data = {"headline_ar": f"خبر {place}", "body_ar": chunk, "kind": "news", "main_category": section.pk}
        data |= {
            f"{name}-{field}": "0" for name in ("sections", "bylines", "corrections") for field in ("rows", "count")
        }
        answer = client.post(reverse("admin:articles_article_add"), data)
        assert answer.status_code == 302, answer.context and answer.context["adminform"].form.errors
    typed = dict(Article.objects.values_list("headline_ar", "body_ar"))
    Article.objects.all().delete()
    (tmp_path / "a.json").write_text(json.dumps({"articles": items}), "utf-8")
    _counts, mistakes = interchange.load(tmp_path / "a.json")
    assert not mistakes
    assert dict(Article.objects.values_list("headline_ar", "body_ar")) == typed
    assert len(typed) == len(chunks) > 20
    for stored in typed.values():
        assert_harmless(stored)


# --- In the browser ---------------------------------------------------------------------------------------------------

# The page itself fails the test when it asks another server, throws, or breaks the policy.
CANARY = "window.ran = 0; window.canary = () => { window.ran += 1; };"


@pytest.fixture
def desk(desk):
    desk.add_init_script(CANARY)
    return desk


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser(tolerates=r"inline style|Refused to load|violates")
def test_pasted_and_opened_they_run_nothing(desk):
    open_form(desk, empty())
    for chunk in CHUNKS:
        text(desk).evaluate(PASTE, ["text/html", chunk])
    stored = desk.locator("#id_body_ar").input_value()
    assert_harmless(body.clean(stored))
    desk.evaluate(
        """(chunks) => {
          const { editor } = document.querySelector("textarea[data-body-editor]");
          for (const chunk of chunks) editor.commands.setContent(chunk);
        }""",
        CHUNKS,
    )
    article = make_draft("خبر")
    # Written past every door, as by an older version of this house.
    Article.objects.filter(pk=article.pk).update(body_ar="".join(CHUNKS))
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    desk.locator(".editor-note button").click()
    text(desk).wait_for()
    desk.wait_for_timeout(300)
    assert desk.evaluate("window.ran") == 0
