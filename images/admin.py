import re

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import JsonResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from desk.admin import DeskAdmin
from pagecache.changes import changed, key_of

from . import intake
from .models import Image

PER_PAGE = 24
PICTURES_AT_ONCE = 200


class ImageForm(forms.ModelForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        self.picture = intake.take(file)
        return self.picture.content

    def _post_clean(self):
        super()._post_clean()
        if picture := getattr(self, "picture", None):
            self.instance.width, self.instance.height = picture.width, picture.height
            self.instance.digest = picture.digest


@admin.register(Image)
class ImageAdmin(DeskAdmin, TranslationAdmin):
    form = ImageForm
    list_display = ("thumbnail", "caption", "credit", "rights_until", "created_at")
    list_display_links = ("thumbnail", "caption")
    search_fields = ("caption_ar", "caption_en", "alt_ar", "alt_en", "credit")
    fields = ("file", "alt", "caption", "credit", "licence", "rights_until", "focal_x", "focal_y")

    @admin.display(description=_("picture"))
    def thumbnail(self, image):
        return format_html(
            '<img src="{}" alt="" width="96" height="64" loading="lazy" class="thumbnail">', image.file.url
        )

    def get_urls(self):
        library = self.admin_site.admin_view(self.library)
        return [path("library/", library, name="images_image_library"), *super().get_urls()]

    def library(self, request):
        """Pictures as JSON, for those who put them into texts: those of `ids`, or a page of those that answer to `q`.

        Everybody in the newsroom may look: whoever writes needs pictures.
        """
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
                "thumbnail": image.file.url,
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
        changed({key_of(obj)})
