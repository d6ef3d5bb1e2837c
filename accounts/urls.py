"""One's own account, and setting and resetting passwords, beside the admin's login.

The names of the resets are those Django's admin looks for.
"""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import path

from . import throttle, views
from .invitations import ResetForm, mail_context


class ResetView(auth.PasswordResetView):
    form_class = ResetForm

    @property
    def extra_email_context(self):
        return mail_context()

    def post(self, request, *args, **kwargs):
        return throttle.refused(request, throttle.LETTER) or super().post(request, *args, **kwargs)


inside = admin.site.admin_view
urlpatterns = [
    path("login/code/", inside(views.CodeView.as_view()), name="second_factor_code"),
    path("account/", inside(views.account), name="account"),
    path("account/tour/", inside(views.tour), name="tour"),
    path("account/sessions/", inside(views.own_sessions), name="sessions"),
    path("account/second-factor/", inside(views.factor), name="second_factor"),
    path("account/second-factor/set-up/", inside(views.set_up), name="second_factor_set_up"),
    path("password-reset/", ResetView.as_view(), name="admin_password_reset"),
    path("password-reset/sent/", auth.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("password-reset/<uidb64>/<token>/", auth.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("password-reset/complete/", auth.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]
