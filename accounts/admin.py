from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from desk.admin import DeskAdmin

from .invitations import invite
from .models import User


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
class UserAdmin(DeskAdmin, DjangoUserAdmin):
    list_display = ("username", "name", "email", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    search_fields = ("username", "name", "email")
    ordering = ("username",)
    add_form = InviteForm
    add_form_template = None
    add_fieldsets = ((None, {"fields": ("username", "name", "email", "language", "groups")}),)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "email", "language")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
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
