from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from arabic.fold import fold
from desk import times
from desk.admin import DeskAdmin

from .models import User

MOMENTS = (times.column("last_login", _("last login")), times.column("date_joined", _("date joined")))


@admin.register(User)
class UserAdmin(DeskAdmin, DjangoUserAdmin):
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


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DeskAdmin, DjangoGroupAdmin):
    search_fields = ("name",)

    def get_search_results(self, request, queryset, search_term):
        """Groups are few and have no folded column: their names are folded here."""
        words = fold(search_term).split()
        found = [group.pk for group in Group.objects.all() if all(word in fold(group.name) for word in words)]
        return queryset.filter(pk__in=found), False
