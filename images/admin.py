"""The picture library: what a picture shows, who made it, and the file behind it."""

import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationAdmin

from arabic.hygiene import clean_text
from desk import times
from desk.admin import DeskAdmin
from pagecache.changes import changed, key_of

from . import filters, intake, likeness, renditions
from .models import Image
from .templatetags.pictures import picture
from .uses import uses_of

ARABIC = re.compile("[\u0600-\u06ff]")

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"
PER_PAGE = 24
PICTURES_AT_ONCE = 200
CREDITS_OFFERED = 200
SAME_SHAPE = 0.02  # so far the ratio of sides may differ


class CreditInput(AdminTextInputWidget):
    """A line of text for which the credits that were written before are offered, the most used first."""

    template_name = "images/credit.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        used = Image.objects.exclude(credit="").order_by().values("credit").annotate(uses=Count("pk"))
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs']['id']}_offered"
        context["credits"] = used.order_by("-uses", "credit").values_list("credit", flat=True)[:CREDITS_OFFERED]
        return context


class ImageForm(forms.ModelForm):
    twin = None  # the picture of the library that has the very same file

    class Meta:
        widgets = {"credit": CreditInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # who may only look has no fields
            self.fields["file"].widget.attrs["accept"] = ACCEPTED
            for name in ("focal_x", "focal_y"):
                self.fields[name].widget.attrs |= {"min": 0, "max": 1, "step": "any"}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        name = clean_text(file.name)
        self.twin = Image.objects.filter(digest=intake.digest_of(file)).exclude(pk=self.instance.pk).first()
        if self.twin:
            raise ValidationError(self._offer_twin(), code="twin")
        self.picture = intake.take(file)
        self.instance.file_name = name[: Image._meta.get_field("file_name").max_length]
        return self.picture.content

    def _offer_twin(self):
        """The picture that is there already, to be used instead; in a window opened for a choice, by a button."""
        address = reverse("admin:images_image_change", args=[self.twin.pk])
        link = format_html('<a href="{}" target="_blank">{}</a>', address, self.twin)
        words = format_html(_("This very file is in the library already: {picture}"), picture=link)
        if IS_POPUP_VAR not in self.data:
            return words
        button = '{} <button name="_use" value="{}" class="button" formnovalidate>{}</button>'
        return format_html(button, words, str(self.twin.pk), _("Use that picture"))

    def clean(self):
        super().clean()
        self.offered = self._offer() if getattr(self, "picture", None) else []

    def _offer(self):
        """Fill what nobody has written with the words in the file; returns the names of the fields filled."""
        captions = [name for name in self.cleaned_data if name.startswith("caption_")]
        caption = "caption_ar" if ARABIC.search(self.picture.caption) else "caption_en"
        offers = {"credit": self.picture.credit}
        if not any(self.cleaned_data[name] for name in captions):
            offers[caption] = self.picture.caption
        filled = [name for name, text in offers.items() if text and not self.cleaned_data.get(name)]
        for name in filled:
            self.cleaned_data[name] = offers[name][: self.fields[name].max_length]
        return filled

    def _post_clean(self):
        super()._post_clean()
        if taken := getattr(self, "picture", None):
            image = self.instance
            before = image.width / image.height if image.pk else None
            image.width, image.height = taken.width, taken.height
            image.digest, image.look = taken.digest, None
            self.another_shape = before and abs(image.width / image.height / before - 1) > SAME_SHAPE


@admin.register(Image)
class ImageAdmin(DeskAdmin, TranslationAdmin):
    form = ImageForm
    list_display = (
        "thumbnail",
        "title",
        "origin",
        "dimensions",
        times.column("created_at", _("added")),
    )
    list_display_links = ("thumbnail", "title")
    list_filter = (
        filters.Rights,
        filters.Description,
        "licence",
        filters.Orientation,
        "created_at",
        filters.Uploader,
    )
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ["file", "preview", ("focal_x", "focal_y"), "alt", "caption"]}),
        (
            _("Origin and rights"),
            {"fields": ["credit", "licence", "licence_note", "rights_until"], "classes": ["side"]},
        ),
    )
    readonly_fields = ("preview",)
    help = {
        "file": _("JPEG, PNG, WebP or AVIF."),
        "caption": _("Who, when and where. Readers see it under the picture."),
        "licence": _("By which right it is published."),
    }

    class Media:
        css = {"all": ["css/library.css"]}
        js = [forms.Script("js/focal.js", type="module"), forms.Script("js/upload.js", type="module")]

    @admin.display(description=_("picture"))
    def thumbnail(self, image):
        return format_html('<span class="thumbnail">{}</span>', picture(image, alt=str(image), sizes="6rem"))

    @admin.display(description=_("caption"), ordering="caption")
    def title(self, image):
        return str(image)

    @admin.display(description=_("credit"), ordering="credit")
    def origin(self, image):
        """Who made it and by which right it is here; and what somebody should see to before it is used."""
        notes = [("ending" if image.is_shown() else "ended", note)] if (note := image.rights_note()) else []
        if not image.is_described():
            notes.append(("undescribed", _("No alternative text")))
        return format_html(
            '<bdi>{}</bdi> <span class="quiet">{}</span>{}',
            image.credit or "–",
            image.get_licence_display(),
            format_html_join("", ' <span class="note note-{}">{}</span>', notes),
        )

    @admin.display(description=_("size"), ordering="width")
    def dimensions(self, image):
        return format_html('<bdi dir="ltr">{} × {}</bdi>', str(image.width), str(image.height))

    @admin.display(description=_("picture"))
    def preview(self, image):
        """The picture, to click on what matters in it; a script makes it so and shows a file just chosen too."""
        crops = [(name, name.replace("x", ":")) for name in ("16x9", "4x3", "1x1", "9x16")]
        if image is None or not image.pk:
            return render_to_string("images/focal.html", {"crops": crops})
        try:
            size = filesizeformat(image.file.size)
        except OSError:
            size = _("The file is missing. Choose it again.")
        context = {"url": image.largest()[0], "width": str(image.width), "height": str(image.height), "size": size}
        context |= {"crops": crops, "x": str(image.focal_x), "y": str(image.focal_y), "file_name": image.file_name}
        return render_to_string("images/focal.html", context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {"uses": uses_of(obj, request.user), "alike": likeness.alike(obj), "note": obj.rights_note()}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        own = [
            path("library/", self.admin_site.admin_view(self.library), name="images_image_library"),
            path("upload/", self.admin_site.admin_view(self.upload), name="images_image_upload"),
        ]
        return [*own, *super().get_urls()]

    def library(self, request):
        """Pictures as JSON, for those who put them into texts: those of `ids`, or a page of those that answer to `q`.

        Whoever may look at pictures may: all who write.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        if given := request.GET.get("ids"):
            ids = [int(pk) for pk in given.split(",") if re.fullmatch(r"[0-9]{1,18}", pk)][:PICTURES_AT_ONCE]
            found, more = Image.objects.filter(pk__in=ids), False
        else:
            query = request.GET.get("q", "")[:200]
            found, _twice = self.get_search_results(request, Image.objects.order_by("-id"), query)
            page = request.GET.get("page", "")
            start = (int(page) - 1) * PER_PAGE if re.fullmatch(r"[1-9][0-9]{0,5}", page) else 0
            found = list(found[start : start + PER_PAGE + 1])
            found, more = found[:PER_PAGE], len(found) > PER_PAGE
        return JsonResponse({"pictures": [_told(image) for image in found], "more": more})

    def changelist_view(self, request, extra_context=None):
        offer = {
            "accepted": ACCEPTED,
            "most_bytes": str(intake.MOST_BYTES),
            "too_large": intake.refusal("bytes"),
            "may_upload": self.has_add_permission(request),
        }
        return super().changelist_view(request, offer | (extra_context or {}))

    @method_decorator(require_POST)
    def upload(self, request):
        """Store a picture sent from the library's list. A script sends many, one by one, and asks for JSON."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.get_form(request)({"focal_x": 0.5, "focal_y": 0.5}, request.FILES)
        image, errors = form.twin, []
        if form.is_valid():
            with transaction.atomic():
                image = form.save(commit=False)
                self.save_model(request, image, form, change=False)
                self.log_addition(request, image, self.construct_change_message(request, form, None, add=True))
            image.refresh_from_db()
        elif not (image := form.twin):
            errors = [message for messages_of in form.errors.values() for message in messages_of]
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            told = _told(image) | {"address": _address(image), "alike": self._alike_words(image)} if image else None
            return JsonResponse({"picture": told, "twin": bool(form.twin), "errors": errors})
        for error in errors:
            messages.error(request, error)
        if form.twin:
            messages.warning(request, _("This very file is in the library already: here it is."))
        elif image:
            self._say_what_came(request, form)
        return redirect(_address(image) if image else "admin:images_image_changelist")

    def _alike_words(self, image):
        """That the library has pictures like this, in words; empty if it has none."""
        if not (count := len(likeness.alike(image))):
            return ""
        words = ngettext(
            "%(count)d picture of the library looks like it.", "%(count)d pictures of the library look like it.", count
        )
        return words % {"count": count}

    def add_view(self, request, form_url="", extra_context=None):
        """In a window opened for a choice, the picture that is there already can be chosen instead of stored twice."""
        if request.method == "POST" and IS_POPUP_VAR in request.POST and "_use" in request.POST:
            if not self.has_add_permission(request):
                raise PermissionDenied
            pk = request.POST["_use"]
            image = get_object_or_404(Image, pk=pk if re.fullmatch("[0-9]{1,18}", pk) else None)
            return super().response_add(request, image)
        return super().add_view(request, form_url, extra_context)

    def save_form(self, request, form, change):
        request.saved_form = form
        return super().save_form(request, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        self._say_what_came(request, request.saved_form)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self._say_what_came(request, request.saved_form)
        return super().response_change(request, obj)

    def _say_what_came(self, request, form):
        if form.offered:
            messages.info(request, _("The file brought a caption or a credit with it; they are filled in. Check them."))
        if getattr(form, "another_shape", False):
            messages.warning(request, _("The new file has another shape. Check that every crop keeps what matters."))

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        renditions.make_later(obj.pk)
        changed({key_of(obj)}, gone=() if obj.is_shown() else {key_of(obj)})

    def get_deleted_objects(self, objs, request):
        """What uses a picture keeps it from being deleted, and is named as far as one may know of it."""
        gone, counts, lacking, kept = super().get_deleted_objects(objs, request)
        for image in objs:
            found = uses_of(image, request.user)
            if found.count:  # whether one might delete those as well is not the question
                kept, lacking = [_linked(use) for use in found.named], set()
            if found.unnamed:
                kept.append(_more_uses(found.unnamed))
        return gone, counts, lacking, kept

    @transaction.atomic
    def delete_model(self, request, obj):
        changed({key_of(obj)})
        super().delete_model(request, obj)


def _told(image):
    """A picture as scripts are told of it."""
    return {
        "id": image.pk,
        "thumbnail": image.thumbnail(),
        "large": image.largest()[0],
        "alt": image.alt,
        "caption": image.caption,
        "credit": image.credit,
        "name": str(image),
        "note": image.rights_note(),
        "described": image.is_described(),
    }


def _address(image):
    return reverse("admin:images_image_change", args=[image.pk])


def _linked(use):
    name = format_html('<a href="{}">{}</a>', use.address, use.name) if use.address else use.name
    return format_html("{}: {}", use.what, name)


def _more_uses(count):
    words = ngettext("and %(count)d more use", "and %(count)d more uses", count)
    return words % {"count": count}
