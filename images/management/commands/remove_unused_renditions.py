import datetime

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from images.models import Image, Rendition


class Command(BaseCommand):
    help = "Remove the files of renditions and pictures that nothing uses any more. It can be stopped at any time."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only name the files.")
        parser.add_argument(
            "--days",
            type=int,
            default=2,
            help="Leave files younger than this (default: 2): a kept page may show them, or an upload is under way.",
        )

    def handle(self, *, dry_run, days, verbosity, **options):
        before = timezone.now() - datetime.timedelta(days=days)
        removed = 0
        for folder in tqdm(_folders(), desc="folders", unit="", disable=verbosity == 0 or None, file=self.stderr):
            names = [f"{folder}/{name}" for name in _files(folder)]
            used = {
                name
                for model in (Image, Rendition)
                for name in model.objects.filter(file__in=names).values_list("file", flat=True)
            }
            for name in sorted(set(names) - used):
                if default_storage.get_modified_time(name) > before:
                    continue
                removed += 1
                if verbosity > 1 or dry_run:
                    self.stdout.write(name)
                if not dry_run:
                    default_storage.delete(name)
        self.stdout.write(f"{removed} {'to remove' if dry_run else 'removed'}.")


def _folders():
    """Every folder with files of ours: the pictures themselves, and one of renditions for each picture."""
    yield "pictures"
    for name in _listed("renditions")[0]:
        yield f"renditions/{name}"


def _files(folder):
    return _listed(folder)[1]


def _listed(folder):
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
