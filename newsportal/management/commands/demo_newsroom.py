import os
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import User
from articles import interchange
from articles.models import Article
from newsportal import demo

CHIEF = "chief"


class Command(BaseCommand):
    help = "Fill an empty site with the demo newsroom, once, and say where it is and how to log in."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("The demo newsroom has no place on a public site.")
        folder = settings.VAR_DIR / "demo"
        if not Article.objects.exists():
            self._load(folder)
        password = self._account(folder / "password")
        self.stdout.write(f"\n  Site:     {settings.SITE_URL}/")
        self.stdout.write(f"  Newsroom: {settings.SITE_URL}/{settings.ADMIN_PATH}")
        self.stdout.write(f"  Log in as {CHIEF} with the password {password}\n\n")

    def _load(self, folder):
        def progress(items, name):
            return tqdm(items, desc=name, unit="", leave=False, disable=None, file=self.stderr)

        _counts, mistakes = interchange.load(demo.write(folder, progress), progress=progress)
        if mistakes:
            raise CommandError("\n".join(mistakes))

    def _account(self, kept):
        """The password of the demo's account: made once, kept beside the data."""
        user, created = User.objects.get_or_create(
            username=CHIEF, defaults={"name": "رئيسة التحرير", "is_staff": True, "is_superuser": True}
        )
        if created or not kept.exists():
            password = secrets.token_urlsafe(12)
            kept.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(password)
            user.set_password(password)
            user.save(update_fields=["password"])
        return kept.read_text()
