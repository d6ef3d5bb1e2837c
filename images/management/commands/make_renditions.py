from django.core.management.base import BaseCommand
from tqdm import tqdm

from images import renditions
from images.models import Image


class Command(BaseCommand):
    help = "Make the renditions pictures lack. It can be stopped and started again: what is there is not made twice."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only count what is missing.")
        parser.add_argument(
            "--look-for-files", action="store_true", help="Ask the storage for each file too, not only the database."
        )

    def handle(self, *, dry_run, look_for_files, verbosity, **options):
        made, lacking = 0, 0
        ids = list(Image.objects.order_by("pk").values_list("pk", flat=True))
        for pk in tqdm(ids, desc="pictures", unit="", disable=verbosity == 0 or None, file=self.stderr):
            if not dry_run:
                made += renditions.make(pk, look_for_files=look_for_files)
            if image := Image.objects.filter(pk=pk).first():
                lacking += len(renditions.plan(image).keys() - renditions.there(image, look_for_files))
        self.stdout.write(f"{made} made, {lacking} missing, of {len(ids)} pictures.")
