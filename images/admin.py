"""The picture library: what a picture shows, who made it, and the file behind it."""

import re

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import JsonResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from desk import times
from desk.admin import DeskAdmin
from pagecache.changes import changed, key_of

from . import intake, renditions
from .models import Image
from .templatetags.pictures import picture

ARABIC = re.compile("[\u0600-\u06ff]")

PER_PAGE = 24
PICTURES_AT_ONCE = 200


class ImageForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # who may only look has no fields
            self.fields["file"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp,image/avif"
            for name in ("focal_x", "focal_y"):
                self.fields[name].widget.attrs |= {"min": 0, "max": 1, "step": "any"}

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        self.picture = intake.take(file)
        return self.picture.content

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
            self.instance.width, self.instance.height = taken.width, taken.height
            self.instance.digest = taken.digest


@admin.register(Image)
class ImageAdmin(DeskAdmin, TranslationAdmin):
    form = ImageForm
    list_display = (
        "thumbnail",
        "caption",
        "credit",
        "dimensions",
        "rights_until",
        times.column("created_at", _("added")),
    )
    list_display_links = ("thumbnail", "caption")
    fields = ("file", "preview", "focal_x", "focal_y", "alt", "caption", "credit", "licence", "rights_until")
    readonly_fields = ("preview",)

    class Media:
        css = {"all": ["css/focal.css"]}
        js = [forms.Script("js/focal.js", type="module")]

    @admin.display(description=_("picture"))
    def thumbnail(self, image):
        return format_html('<span class="thumbnail">{}</span>', picture(image, alt=str(image), sizes="6rem"))

    @admin.display(description=_("size"), ordering="width")
    def dimensions(self, image):
        return format_html('<bdi dir="ltr">{} × {}</bdi>', str(image.width), str(image.height))

    @admin.display(description=_("picture"))
    def preview(self, image):
        """The picture, to click on what matters in it; a script makes it so and shows a file just chosen too."""
        if image is None or not image.pk:
            return render_to_string("images/focal.html")
        try:
            size = filesizeformat(image.file.size)
        except OSError:
            size = _("The file is missing. Choose it again.")
        context = {"url": image.largest()[0], "width": str(image.width), "height": str(image.height), "size": size}
        return render_to_string("images/focal.html", context)

    def get_urls(self):
        library = self.admin_site.admin_view(self.library)
        return [path("library/", library, name="images_image_library"), *super().get_urls()]

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
        pictures = [
            {
                "id": image.pk,
                "thumbnail": image.thumbnail(),
                "alt": image.alt,
                "caption": image.caption,
                "credit": image.credit,
            }
            for image in found
        ]
        return JsonResponse({"pictures": pictures, "more": more})

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        renditions.make_later(obj.pk)
        changed({key_of(obj)})
        if form.offered:
            messages.info(request, _("The file brought a caption or a credit with it; they are filled in. Check them."))

    @transaction.atomic
    def delete_model(self, request, obj):
        changed({key_of(obj)})
        super().delete_model(request, obj)
