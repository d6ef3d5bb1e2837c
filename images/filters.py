"""How the library's list is narrowed."""

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, F
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from .models import Image


class ChoiceFilter(admin.SimpleListFilter):
    """A filter by `choices_of`: {value: (words, function from a queryset to the part of it)}."""

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _part) in self.choices_of.items()]

    def queryset(self, request, queryset):
        _words, part = self.choices_of.get(self.value(), (None, None))
        return part(queryset) if part else queryset


class Rights(ChoiceFilter):
    title, parameter_name = _("rights"), "rights"
    choices_of = {
        "ending": (_("End soon"), lambda images: images.ending()),
        "ended": (_("Have ended"), lambda images: images.ended()),
        "unknown": (_("Without a licence"), lambda images: images.filter(licence="")),
    }


class Description(ChoiceFilter):
    title, parameter_name = _("alternative text"), "alt"
    choices_of = {"missing": (_("Missing"), lambda images: images.undescribed())}


class Orientation(ChoiceFilter):
    title, parameter_name = _("shape"), "shape"
    choices_of = {
        "landscape": (_("Landscape"), lambda images: images.filter(width__gt=F("height"))),
        "portrait": (_("Portrait"), lambda images: images.filter(width__lt=F("height"))),
        "square": (_("Square"), lambda images: images.filter(width=F("height"))),
    }


class Uploader(admin.SimpleListFilter):
    """By who put them in, which the newsroom's log knows."""

    title, parameter_name = _("uploaded by"), "by"

    def lookups(self, request, model_admin):
        users = get_user_model().objects.filter(pk__in=additions().values("user")).order_by("username")
        return [(str(user.pk), str(user)) for user in users]

    def queryset(self, request, queryset):
        if not (self.value() or "").isdecimal():
            return queryset
        added = additions().filter(user=self.value()[:18])
        return queryset.filter(pk__in=added.values_list(Cast("object_id", BigIntegerField())))


def additions():
    """What the newsroom's log knows of pictures put into the library."""
    return LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Image), action_flag=ADDITION)
