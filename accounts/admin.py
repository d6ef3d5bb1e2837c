from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from arabic.fold import fold
from desk import times
from desk.admin import DeskAdmin, yes_no

from . import second_factor, sessions, throttle
from .invitations import invite
from .models import User
from .views import ended

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

    def get_urls(self):
        view = self.admin_site.admin_view(self.access)
        return [path("<int:pk>/access/", view, name="accounts_user_access"), *super().get_urls()]

    def has_help_permission(self, request, user):
        """May the requester help this user in? Nobody helps themselves: it would be a way around the second factor."""
        mighty = user.is_superuser and not request.user.is_superuser
        return request.user.has_perm("accounts.help_user") and not mighty and user.pk != request.user.pk

    def access(self, request, pk):
        """How somebody gets in: what locks them out, their second factor, where they are logged in."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_help_permission(request, user):
            raise PermissionDenied
        if request.method == "POST":
            if done := self._help(user, request.POST):
                self.log_change(request, user, done)
                messages.success(request, done)
            return redirect("admin:accounts_user_access", pk)
        context = self.admin_site.each_context(request) | {
            "title": _("Access of %(user)s") % {"user": user},
            "opts": self.opts,
            "original": user,
            "locked": throttle.is_locked(user),
            "device": second_factor.device_of(user),
            "left": second_factor.codes_left(user),
            "sessions": sessions.of(user),
        }
        return TemplateResponse(request, "admin/accounts/user/access.html", context)

    def _help(self, user, asked):
        """Do what the pressed button says; returns it in words, or None."""
        if "unlock" in asked:
            throttle.unlock(user)
            second_factor.unlock(user)
            return _("The account was unlocked.")
        if "remove" in asked:
            second_factor.remove(user)
            return _("The second factor was removed.")
        if "session" in asked:
            return ended(sessions.end(user, asked["session"] or None))
        return None

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj and not self.has_change_permission(request, obj):
            # Who may only look has no business with the password and with how permissions came about.
            return [
                (None, {"fields": ("username",)}),
                fieldsets[1],
                (_("Permissions"), {"fields": ("groups",)}),
                fieldsets[3],
            ]
        return fieldsets

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_help"] = obj and self.has_help_permission(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        # Who may open accounts may not make themselves, or others, more than they are.
        more = () if request.user.is_superuser else ("is_superuser", "user_permissions")
        return (*super().get_readonly_fields(request, obj), *more)

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    has_delete_permission = has_change_permission

    def get_deleted_objects(self, objs, request):
        """The accounts alone: their logins and telephones go with them unsaid."""
        _gone, _counts, *hindrances = super().get_deleted_objects(objs, request)
        return [str(user) for user in objs], {self.opts.verbose_name_plural: len(objs)}, *hindrances

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            transaction.on_commit(lambda: self._invite(request, [obj]))

    def response_add(self, request, obj, post_url_continue=None):
        # Django's own sends to the form of the new account; there is nothing more to fill in.
        return admin.ModelAdmin.response_add(self, request, obj, post_url_continue)

    @admin.action(description=_("Send an invitation to choose a password"), permissions=["change"])
    def send_invitation(self, request, queryset):
        mine = queryset if request.user.is_superuser else queryset.exclude(is_superuser=True)
        self._invite(request, mine.filter(is_active=True).exclude(email=""))

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


# Keys of telephones are nobody's to look at; `access` has what can be done about them.
admin.site.unregister([Group, TOTPDevice, StaticDevice])


@admin.register(Group)
class GroupAdmin(PermissionsAdmin, DjangoGroupAdmin):
    search_fields = ("name",)

    def get_search_results(self, request, queryset, search_term):
        """Groups are few and have no folded column: their names are folded here."""
        words = fold(search_term).split()
        found = [group.pk for group in Group.objects.all() if all(word in fold(group.name) for word in words)]
        return queryset.filter(pk__in=found), False
