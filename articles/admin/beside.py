"""The form and the readers' page side by side: what is typed as readers would see it, for its writer alone."""

import re

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from .. import content as contents
from .. import drafts, permissions, unsaved
from ..models import Article, Revision
from ..models.taxonomy import LANGUAGES
from ..reader import preview as reader
from .preview import framed
from .tour import previewed

# Fields of the form that say nothing of the page.
_ASIDE = {"__all__", "seen", "verb", "at", "note", "substantial", "embargo_until"}


class BesideAdmin(admin.ModelAdmin):
    """The page beside the form, which asks for it anew whenever what is typed was kept aside."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.typed_page)
        return [path("typed/<str:window>/<str:language>/", view, name="articles_article_typed"), *super().get_urls()]

    @method_decorator(require_safe)
    @method_decorator(xframe_options_sameorigin)
    def typed_page(self, request, window, language):
        """What the user typed in this window and has not saved; what is saved, where nothing was typed."""
        asked = request.GET.get("article", "")
        if language not in LANGUAGES or not re.fullmatch(r"[0-9]{0,18}", asked, re.ASCII):
            raise Http404
        article = self._seen(request, asked) if asked else None
        may = permissions.may(request.user, "change" if article else "add", article)
        if not (article or may):
            raise PermissionDenied
        row = unsaved.of(request.user, article).filter(window=window).first() if may else None
        revision, problems = drafts.newest(article) if article else Revision(content=contents.blank()), []
        if row:
            form = self.get_form(request, article, change=bool(article))(
                unsaved.data(row), instance=Article(pk=article.pk) if article else None
            )
            content, problems = typed(form, article)
            revision = Revision(content=content)
        languages = reader.languages_of(revision.content)
        if language not in languages:
            return self._nothing(request, language, problems)
        paths = {code: f"{address(window, code)}?article={asked}" for code in languages}
        said = {"problems": problems, "problems_language": get_language()}
        response = framed(reader.page(article, revision, language, paths=paths, **said))
        previewed(request.user)
        return response

    def _nothing(self, request, language, problems):
        name = get_language_info(language)["name_translated"]
        why = _("There is no headline in %(language)s yet: write one, and the page appears here.") % {"language": name}
        context = self.admin_site.each_context(request) | {"why": why, "problems": problems}
        return TemplateResponse(request, "admin/articles/article/nothing.html", context)


def typed(form, article):
    """(the content that was typed, [(name of a field, message)] of what cannot be shown: what is saved stands there)"""
    saved = drafts.working(article) if article else contents.blank()
    form.is_valid()
    content = form.typed_content(form.cleaned_data)
    wrong = {name: list(errors) for name, errors in form.errors.items()}
    for _again in range(2):  # What one field is wrong about shows another that was right with it.
        try:
            content = contents.cleaned(_mended(content, saved, wrong), article=article)
            break
        except ValidationError as error:
            wrong |= error.message_dict
    else:
        content = saved
    labels = {name: form.fields[name].label for name in form.fields}
    problems = [(labels.get(name, ""), " ".join(wrong[name])) for name in wrong if name not in _ASIDE]
    return content, problems


def _mended(content, saved, wrong):
    """The content with what is saved in the place of what is wrong."""
    wrong = {"categories" if name == "sections" else name for name in wrong}
    return {
        name: {code: (saved if f"{name}_{code}" in wrong else content)[name][code] for code in LANGUAGES}
        if name in contents.TEXTS
        else (saved if name in wrong else content)[name]
        for name in content
    }


def address(window, language):
    return reverse("admin:articles_article_typed", args=[window, language])
