from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from arabic.fold import fold
from desk import times
from desk.admin import DeskAdmin, yes_no

from .models import User

MOMENTS = (times.column("last_login", _("last login")), times.column("date_joined", _("date joined")))


class PasswordForm(AdminPasswordChangeForm):
    """Django's form, its warning in words that can be translated."""

    usable_password_help_text = format_lazy(
        '{} <ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("If disabled, the current password for this user will be lost."),
    )


class PermissionsAdmin(DeskAdmin):
    """A form with permissions, in words."""

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.related_model is Permission:
            # Of what the newsroom shows; nobody asks for sessions or the notes the machinery keeps.
            shown = ContentType.objects.get_for_models(*self.admin_site._registry).values()
            field.queryset = Permission.objects.filter(content_type__in=shown).select_related("content_type")
            field.label_from_instance = permission_words
        return field


@admin.register(User)
class UserAdmin(PermissionsAdmin, DjangoUserAdmin):
    change_password_form = PasswordForm
    list_display = (
        "username",
        "name",
        "email",
        yes_no("is_active", _("active")),
        yes_no("is_staff", _("staff status")),
        times.column("last_login", _("last login")),
    )
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
