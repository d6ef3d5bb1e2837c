"""The editors' guide, docs/guide/, as pages of the newsroom. The same files are read on GitHub."""

import re
from functools import cache

from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

FOLDER = settings.BASE_DIR / "docs" / "guide"
CONTENTS = "README"  # its links are the chapters, in their order


@require_safe
def guide(request, chapter=CONTENTS):
    """The table of contents, or a chapter between the one before and the one after."""
    chapters = all_chapters()
    names = [CONTENTS, *chapters]
    if chapter not in names:
        raise Http404
    title, html = read(chapter)
    place = names.index(chapter)
    context = admin.site.each_context(request) | {
        "title": title,
        "html": html,
        "chapters": [(address_of(name), words, name == chapter) for name, words in chapters.items()],
        "is_contents": place == 0,
        "before": _beside(chapters, names[place - 1]) if place > 1 else None,
        "after": _beside(chapters, names[place + 1]) if place + 1 < len(names) else None,
    }
    return TemplateResponse(request, "desk/guide.html", context)


def all_chapters():
    """{name: title} of all chapters."""
    tokens = [child for token in _tokens(CONTENTS) for child in token.children or []]
    return {
        token.attrGet("href").removesuffix(".md"): words.content
        for token, words in zip(tokens, tokens[1:], strict=False)
        if token.type == "link_open" and token.attrGet("href").endswith(".md")
    }


def read(name):
    """(title, HTML of the rest) of a file of the guide; its links and pictures lead to where they are here."""
    tokens = _tokens(name)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(tokens[place + 1].content))
        for child in token.children or []:
            if child.type == "link_open":
                child.attrSet("href", _led(child.attrGet("href")))
            elif child.type == "image":
                child.attrSet("src", static(child.attrGet("src").replace("pictures/", "guide/")))
    start = next(place for place, token in enumerate(tokens) if token.type == "heading_open")
    title = tokens[start + 1].content
    del tokens[start : start + 3]
    # Our own files, from the repository: nobody writes them but who writes this code.
    return title, mark_safe(_markdown().renderer.render(tokens, _markdown().options, {}))  # noqa: S308


def anchor(heading):
    """The name of a heading in addresses, the same that GitHub makes."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def address_of(name):
    return reverse("admin:guide") if name == CONTENTS else reverse("admin:guide_chapter", args=[name])


@cache
def _markdown():
    from markdown_it import MarkdownIt  # a megabyte, for the few processes that show the guide

    return MarkdownIt("commonmark", {"html": True}).enable("table")


def _tokens(name):
    return _markdown().parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def _led(href):
    """Where a link between the guide's files leads in the newsroom."""
    file, mark, place = href.partition("#")
    return address_of(file.removesuffix(".md")) + mark + place if file.endswith(".md") else href


def _beside(chapters, name):
    return address_of(name), chapters[name]
