from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles import interchange


class Command(BaseCommand):
    help = "Write sections, authors, pictures and articles to a JSON file that load_newsroom reads."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *, file, verbosity, **options):
        def progress(items, name):
            return tqdm(items, desc=name, unit="", disable=verbosity == 0 or None, file=self.stderr)

        counts, lost = interchange.dump(file, progress=progress)
        for name in lost:
            self.stderr.write(self.style.WARNING(f"The file of a picture is lost: {name}"))
        self.stdout.write("Written: " + ", ".join(f"{count} {group}" for group, count in counts.items()))
