from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from desk.folding import FoldedField

from . import sessions, visitors


class User(AbstractUser):
    """An account of the newsroom. Readers need none; a byline is an `Author`, with or without an account.

    A person has one name: Arabic names do not divide into a first and a last one.
    """

    first_name = None
    last_name = None
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language of the administration"),
        max_length=8,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Left empty, the administration speaks Arabic."),
    )

    letter_at = models.DateTimeField(null=True, editable=False)  # when a new password was last asked for by letter
    # Of the tour of the first day: was it put away, and the one step of it that leaves no other trace.
    tour_over = models.BooleanField(default=False, editable=False)
    has_previewed = models.BooleanField(default=False, editable=False)
    folded = FoldedField("username", "name", "email")

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                condition=~models.Q(email=""),
                violation_error_message=_("Another account uses this e-mail address."),
            )
        ]
        # To unlock an account, to end its sessions, and to remove a second factor that was lost.
        permissions = [("help_user", _("Can help users back into their accounts"))]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)


class Session(AbstractBaseSession):
    """Somebody's login, from one browser."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    agent = models.CharField(max_length=sessions.AGENT_LENGTH)
    address = models.CharField(max_length=50)  # shortened
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self):
        return self.browser

    @classmethod
    def get_session_store_class(cls):
        return sessions.SessionStore

    @property
    def reference(self):
        """What a page may name the session by: its key would open it."""
        return salted_hmac("accounts.session", self.session_key).hexdigest()[:20]

    @property
    def browser(self):
        return visitors.described(self.agent)
