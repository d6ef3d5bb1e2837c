from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from desk.folding import FoldedField


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

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)
