from django.core.management.base import BaseCommand

from accounts.roles import sync_roles


class Command(BaseCommand):
    help = "Make the newsroom's groups what the table of roles says. Run it after every release."

    def handle(self, **options):
        groups = sync_roles()
        self.stdout.write(", ".join(f"{group.name} ({key})" for key, group in groups.items()))
