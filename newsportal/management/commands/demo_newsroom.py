import os
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import User
from accounts.roles import sync_roles
from articles import interchange
from articles.models import Article, Author, Category, SectionGrant
from articles.search import index
from newsportal import demo

# (user name, role, name, ref of the byline or section that belongs to the account)
CAST = [
    ("chief", "chief", "هدى المرساوي", None),
    ("editor", "editor", "سلمى الواحي", None),
    ("sport", "section_editor", "يوسف الساحلي", "sport"),
    ("reporter", "reporter", "عمر النخيلي", None),
    ("pictures", "photo_editor", "نورة الميناوي", None),
    ("admin", "administrator", "مدير الموقع", None),
]


class Command(BaseCommand):
    help = "Fill an empty site with the demo newsroom, once, and say where it is and how to log in."

    def handle(self, **options):
        if settings.PRODUCTION:
            raise CommandError("The demo newsroom has no place on a public site.")
        folder = settings.VAR_DIR / "demo"
        if not Article.objects.exists():
            self._load(folder)
        index.rebuild()  # of what an earlier version loaded
        password = _password(folder / "password")
        self._open_accounts(password)
        self.stdout.write(f"\n  Site:     {settings.SITE_URL}/")
        self.stdout.write(f"  Newsroom: {settings.SITE_URL}/{settings.ADMIN_PATH}")
        self.stdout.write(f"  Log in with the password {password} as")
        for username, role, _name, _ref in CAST:
            self.stdout.write(f"    {username:10} {role.replace('_', ' ')}")
        self.stdout.write("")

    def _load(self, folder):
        def progress(items, name):
            return tqdm(items, desc=name, unit="", leave=False, disable=None, file=self.stderr)

        _counts, mistakes = interchange.load(demo.write(folder, progress), progress=progress)
        if mistakes:
            raise CommandError("\n".join(mistakes))

    def _open_accounts(self, password):
        groups = sync_roles()
        for username, role, name, section in CAST:
            user, created = User.objects.get_or_create(
                username=username,
                defaults={"name": name, "is_staff": True, "is_superuser": role == "administrator"},
            )
            if created or not user.check_password(password):
                user.set_password(password)
                user.save(update_fields=["password"])
            if created:
                user.groups.add(groups[role])
                if section:
                    SectionGrant.objects.create(user=user, category=Category.objects.get(ref=section))
        reporter = User.objects.get(username="reporter")
        Author.objects.filter(ref="a-rana", user=None).update(user=reporter)


def _password(path):
    """The demo's password: made once, kept beside the data for its owner's eyes."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(12))
    return path.read_text()
