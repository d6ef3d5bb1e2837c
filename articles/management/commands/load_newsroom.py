from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles import interchange


class Command(BaseCommand):
    help = "Load sections, authors, pictures and articles from a JSON file. Loading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="Check the file and write nothing.")

    def handle(self, *, file, dry_run, verbosity, **options):
        def progress(items, name):
            return tqdm(items, desc=name, unit="", disable=verbosity == 0 or None, file=self.stderr)

        try:
            counts, mistakes = interchange.load(file, dry_run=dry_run, progress=progress)
        except interchange.Mistake as mistake:
            raise CommandError(str(mistake)) from mistake
        for mistake in mistakes:
            self.stderr.write(self.style.ERROR(mistake))
        done = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        self.stdout.write(f"{'Would be' if dry_run else 'Loaded'}: {done}; {len(mistakes)} wrong.")
        if mistakes:
            raise CommandError("Some items were left out; they are named above.")
