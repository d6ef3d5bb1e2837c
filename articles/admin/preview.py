import re

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from .. import drafts, permissions, preview
from ..addresses import absolute
from ..models.path import path_to
from ..reader import preview as reader
from .tour import previewed


def _hours():
    return [(hours, ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}) for hours in preview.HOURS]


class LinkForm(forms.Form):
    recipient = forms.CharField(
        max_length=100, label=_("for"), help_text=_("Whom you send it to: a name the page shows on top.")
    )
    hours = forms.TypedChoiceField(coerce=int, choices=_hours, initial=24, label=_("for how long"))


class PreviewAdmin(admin.ModelAdmin):
    """The article as readers would see it, and links to it for people without an account.

    Who may see it, `HistoryAdmin._seen` says.
    """

    def get_urls(self):
        pages = {"preview/<str:language>/": "preview_page", "phone/<str:language>/": "preview_phone"}
        pages["preview-links/"] = "preview_links"
        return [
            path(f"<int:pk>/{route}", self.admin_site.admin_view(getattr(self, name)), name=f"articles_article_{name}")
            for route, name in pages.items()
        ] + super().get_urls()

    @admin.display(description=_("preview"))
    def previews(self, article):
        """Ways to see what is saved as readers would, for each language that is written."""
        if not article.pk:
            return _("Save the article first.")
        names = dict(settings.LANGUAGES)
        pages = format_html_join(
            " ",
            '<a class="button" href="{}" target="_blank" lang="{}">{}</a> <a href="{}" target="_blank">{}</a>',
            (
                (_address("page", article, code), code, names[code], _address("phone", article, code), _("on a phone"))
                for code in reader.languages_of(drafts.working(article))
            ),
        )
        links = _address("links", article), _("Links for people without an account")
        return format_html('<div class="previews">{} <a href="{}">{}</a></div>', pages, *links)

    @method_decorator(require_safe)
    @method_decorator(xframe_options_sameorigin)
    def preview_page(self, request, pk, language):
        """The public page of what is saved, or of the revision that is asked for."""
        article = self._seen(request, pk)
        revision = drafts.newest(article)
        if asked := request.GET.get("revision"):
            revision = get_object_or_404(article.revisions, pk=_number(asked))
        languages = reader.languages_of(revision.content)
        if language not in languages:
            raise Http404
        query = f"?revision={revision.pk}" if asked else ""
        paths = {code: _address("page", article, code) + query for code in languages}
        response = reader.page(article, revision, language, paths=paths)
        previewed(request.user)
        return framed(response)

    @method_decorator(require_safe)
    def preview_phone(self, request, pk, language):
        """The same in a frame as wide as a phone."""
        article = self._seen(request, pk)
        if language not in reader.languages_of(drafts.newest(article).content):
            raise Http404
        context = {"address": _address("page", article, language), "title": _("Preview on a phone")}
        return self._answer(request, article, "phone", context)

    def preview_links(self, request, pk):
        """The links to the article: make one, which shows its address once, and revoke them."""
        article = self._seen(request, pk)
        may_share = permissions.may(request.user, "change", article)
        form, made = LinkForm(), None
        if request.method == "POST":
            if "revoke" in request.POST:
                link = get_object_or_404(article.preview_links, pk=_number(request.POST["revoke"]))
                preview.revoke(link, by=request.user)
                messages.success(request, _("The link leads nowhere from now on."))
                return redirect(request.path)
            form = LinkForm(request.POST)
            if form.is_valid():
                try:
                    made = self._made(article, request.user, form.cleaned_data)
                    form = LinkForm()
                except ValidationError as error:
                    form.add_error(None, error)
        links = article.preview_links.select_related("article", "revision", "made_by")
        now = timezone.now()
        context = {
            "title": _("Links for people without an account"),
            "form": form if may_share else None,
            "made": made,
            "links": [(link, preview.leads_on(link, now=now)) for link in links[:50]],
        }
        return self._answer(request, article, "preview_links", context)

    def _made(self, article, user, data):
        """The full address of a new link, {language: address}."""
        link, token = preview.share(article, by=user, **data)
        languages = reader.languages_of(link.revision.content)
        return {
            "link": link,
            "addresses": [(code, absolute(path_to(code, "preview", token))) for code in languages],
        }

    def _answer(self, request, article, template, context):
        context = self.admin_site.each_context(request) | {"opts": self.opts, "original": article} | context
        return TemplateResponse(request, f"admin/articles/article/{template}.html", context)


def framed(response):
    """A readers' page, under the policy of readers' pages; but the newsroom may frame it."""
    policy = getattr(response, "_csp_config", settings.SECURE_CSP)
    response._csp_config = policy | {"frame-ancestors": ["'self'"]}
    return response


def _number(text):
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise Http404
    return int(text)


def _address(page, article, *rest):
    return reverse(f"admin:articles_article_preview_{page}", args=[article.pk, *rest])
