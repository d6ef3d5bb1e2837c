"""What the editor of bodies asks while somebody writes: articles for cards, and hints on the house's style."""

import json
import re

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from arabic import house_style
from desk import times

from ..models.taxonomy import LANGUAGES

PER_PAGE = 20
ARTICLES_AT_ONCE = 100
LONGEST = 400_000  # characters of a text; the longest stories have a tenth of it

KINDS = {
    "hamza": gettext_lazy("Hamza"),
    "yeh": gettext_lazy("Yeh and alef maqsura"),
    "teh": gettext_lazy("Teh marbuta and heh"),
    "punctuation": gettext_lazy("Punctuation"),
    "quotes": gettext_lazy("Quotation marks"),
    "spaces": gettext_lazy("Spaces"),
    "tatweel": gettext_lazy("Tatweel"),
    "isolation": gettext_lazy("Handles and addresses, to be kept in order"),
}


class TextToolsAdmin:
    """An admin of articles that answers the editor."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("cards/", view(require_safe(self.cards)), name="articles_article_cards"),
            path("style/", view(require_POST(self.style)), name="articles_article_style"),
            *super().get_urls(),
        ]

    def cards(self, request):
        """Articles as JSON: those of `ids`, or a page of those that answer to `q`; only those the account may see."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        language = request.GET.get("language")
        language = language if language in LANGUAGES else LANGUAGES[0]
        bodies = [f"body_{code}" for code in LANGUAGES]
        articles = self.get_queryset(request).select_related("main_category").defer(*bodies)
        if given := request.GET.get("ids"):
            ids = [int(pk) for pk in given.split(",") if re.fullmatch(r"[0-9]{1,18}", pk)][:ARTICLES_AT_ONCE]
            found, more = articles.filter(pk__in=ids), False
        else:
            articles, _twice = self.get_search_results(
                request, articles.order_by("-id"), request.GET.get("q", "")[:200]
            )
            page = request.GET.get("page", "")
            start = (int(page) - 1) * PER_PAGE if re.fullmatch(r"[1-9][0-9]{0,4}", page) else 0
            found = list(articles[start : start + PER_PAGE + 1])
            found, more = found[:PER_PAGE], len(found) > PER_PAGE
        return JsonResponse({"articles": [_card(article, language) for article in found], "more": more})

    def style(self, request):
        """Hints for the blocks of a text, as JSON: [{kind, block, edits, isolate}] and the names of the kinds."""
        if not (self.has_view_permission(request) or request.user.has_perm("articles.change_page")):
            raise PermissionDenied
        text = request.POST.get("blocks", "[]")
        if len(text) > LONGEST:
            return JsonResponse({"why": _("The text is too long to be looked through.")}, status=413)
        try:
            blocks = json.loads(text)
        except (ValueError, RecursionError):
            blocks = None
        if not isinstance(blocks, list) or not all(isinstance(block, str) for block in blocks):
            return JsonResponse({"why": _("This is not what the editor sends.")}, status=400)
        hints = [
            hint._asdict() | {"block": place} for place, block in enumerate(blocks) for hint in house_style.hints(block)
        ]
        return JsonResponse({"hints": hints, "kinds": {kind: str(name) for kind, name in KINDS.items()}})


def _card(article, language):
    return {
        "id": article.pk,
        "headline": getattr(article, f"headline_{language}") or str(article),
        "section": article.main_category.name if article.main_category else "",
        "date": times.written(article.published_at) if article.published_at else "",
        "seen": article.is_published(language),
    }
