from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from arabic.fold import fold
from desk import times
from desk.admin import DeskAdmin, yes_no

from .invitations import invite
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


class InviteForm(forms.ModelForm):
    """A new account: who it is. The person chooses the password, by a link in a letter."""

    email = forms.EmailField(label=_("e-mail address"), help_text=_("The invitation goes there."))

    class Meta:
        model = User
        fields = ("username", "name", "email", "language", "groups")

    def save(self, commit=True):
        user = super().save(commit=False)
        user.is_staff = True
        user.set_unusable_password()
        if commit:
            user.save()
            self.save_m2m()
        return user


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
    add_form = InviteForm
    add_form_template = None
    add_fieldsets = ((None, {"fields": ("username", "name", "email", "language", "groups")}),)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "email", "language")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": MOMENTS}),
    )
    readonly_fields = MOMENTS
    actions = ("send_invitation",)

    def get_readonly_fields(self, request, obj=None):
        # Who may open accounts may not make themselves, or others, more than they are.
        more = () if request.user.is_superuser else ("is_superuser", "user_permissions")
        return (*super().get_readonly_fields(request, obj), *more)

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    has_delete_permission = has_change_permission

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            transaction.on_commit(lambda: self._invite(request, [obj]))

    def response_add(self, request, obj, post_url_continue=None):
        # Django's own sends to the form of the new account; there is nothing more to fill in.
        return admin.ModelAdmin.response_add(self, request, obj, post_url_continue)

    @admin.action(description=_("Send an invitation to choose a password"), permissions=["change"])
    def send_invitation(self, request, queryset):
        self._invite(request, queryset.filter(is_active=True).exclude(email=""))

    def _invite(self, request, users):
        sent = 0
        for user in users:
            try:
                invite(user)
                sent += 1
            except OSError as error:  # of the mail server
                text = _("The letter to %(address)s could not be sent: %(error)s")
                messages.error(request, text % {"address": user.email, "error": error})
        if sent:
            text = ngettext("%(count)d invitation was sent.", "%(count)d invitations were sent.", sent)
            messages.success(request, text % {"count": sent})


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
