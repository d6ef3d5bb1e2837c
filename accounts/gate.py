"""No page of the newsroom opens by a password alone where there is a second factor, or has to be one."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from . import second_factor

# What stands before the gate: the login, and a new password by letter.
OUTSIDE = {
    "admin:login",
    "admin:logout",
    "second_factor_code",
    "admin_password_reset",
    "password_reset_done",
    "password_reset_confirm",
    "password_reset_complete",
}
# What somebody may do who has to set up a second factor first; the guide says how.
MEANWHILE = {
    "account",
    "second_factor_set_up",
    "admin:password_change",
    "admin:password_change_done",
    "admin:guide",
    "admin:guide_chapter",
}


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Lead whoever gave only a password to the page that asks for the code, or to the one that sets it up."""
        name = request.resolver_match.view_name
        inside = request.path_info.startswith(f"/{settings.ADMIN_PATH}") and name not in OUTSIDE
        if not (inside and second_factor.is_on() and request.user.is_authenticated) or request.user.is_verified():
            return None
        if second_factor.device_of(request.user):
            return _led("second_factor_code", request)
        if second_factor.is_required() and name not in MEANWHILE:
            return _led("second_factor_set_up", request)
        return None


def _led(name, request):
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        # A script would take the page it is led to for its answer, and an editor's text for kept.
        return JsonResponse(
            {"why": _("Log in with your code in a new tab, then go on here."), "login": reverse(name)}, status=401
        )
    return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
