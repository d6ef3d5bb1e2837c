"""Setting and resetting passwords, beside the admin's login. The names are those Django's admin looks for."""

from django.contrib.auth import views
from django.urls import path

from .invitations import mail_context


class ResetView(views.PasswordResetView):
    @property
    def extra_email_context(self):
        return mail_context()


urlpatterns = [
    path("password-reset/", ResetView.as_view(), name="admin_password_reset"),
    path("password-reset/sent/", views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("password-reset/<uidb64>/<token>/", views.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("password-reset/complete/", views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]
