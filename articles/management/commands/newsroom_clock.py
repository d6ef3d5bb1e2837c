from django.core.management.base import BaseCommand

from articles import clock


class Command(BaseCommand):
    help = "Do what is due, again and again. Web processes do it too: this is for machines that run none."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")

    def handle(self, *args, once, **options):
        clock.tick() if once else clock.run()
