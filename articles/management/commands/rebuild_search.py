from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.search import index


class Command(BaseCommand):
    help = (
        "Bring the search in step with the articles: those it lacks, and those that another version of the Arabic "
        "analyser wrote. Readers find what they found before meanwhile; it can be stopped and begun again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--everything", action="store_true", help="Write every entry anew.")

    def handle(self, *, everything, verbosity, **options):
        def progress(batches):
            return tqdm(
                batches, desc="search", unit_scale=index.AT_ONCE, disable=verbosity == 0 or None, file=self.stderr
            )

        done = index.rebuild(everything=everything, progress=progress)
        self.stdout.write(f"{done} articles were brought in step.")
