from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _

from arabic.fold import fold
from desk import times
from desk.admin import DeskAdmin

from .models import User

MOMENTS = (times.column("last_login", _("last login")), times.column("date_joined", _("date joined")))


class PermissionsAdmin(DeskAdmin):
    """A form with permissions, in words."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.related_model is Permission:
            field.queryset = field.queryset.select_related("content_type")
            field.label_from_instance = permission_words
        return field


@admin.register(User)
class UserAdmin(PermissionsAdmin, DjangoUserAdmin):
    list_display = ("username", "name", "email", "is_active", "is_staff", times.column("last_login", _("last login")))
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    search_fields = ("folded",)
    left_to_right = ("username",)
    ordering = ("username",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "email", "language")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": MOMENTS}),
    )
    readonly_fields = MOMENTS
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "name", "email", "usable_password", "password1", "password2"),
            },
        ),
    )


def permission_words(permission):
    """«مقال: تغيير»: the names in the database are English, whatever language one reads."""
    verb, _mark, _noun = permission.codename.partition("_")
    words = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("view")}.get(verb)
    return f"{permission.content_type.name}: {words or _(permission.name)}"


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(PermissionsAdmin, DjangoGroupAdmin):
    search_fields = ("name",)

    def get_search_results(self, request, queryset, search_term):
        """Groups are few and have no folded column: their names are folded here."""
        words = fold(search_term).split()
        found = [group.pk for group in Group.objects.all() if all(word in fold(group.name) for word in words)]
        return queryset.filter(pk__in=found), False
