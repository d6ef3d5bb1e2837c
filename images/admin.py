from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from desk.admin import DeskAdmin
from pagecache.changes import changed, key_of

from . import intake
from .models import Image


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

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        changed({key_of(obj)})

    @transaction.atomic
    def delete_model(self, request, obj):
        changed({key_of(obj)})
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        changed({key_of(image) for image in queryset})
        super().delete_queryset(request, queryset)
