from typing import Any

from django.core.management.base import BaseCommand

from accounts.sign_in_actions import rotate_second_factors


class Command(BaseCommand):
    help = "Encrypts every second factor under the newest SECRET_KEY; then SECRET_KEY_FALLBACKS can be emptied."

    def handle(self, *args: Any, **options: Any) -> None:
        done, unreadable = rotate_second_factors()
        self.stdout.write(f"{done} encrypted anew.")
        if unreadable:
            people = ", ".join(unreadable)
            self.stdout.write(f"Cannot be read with any key, so an admin has to reset them: {people}")
