"""Takes in a file and is killed (SIGKILL) at the place that WHERE names.

"row first" switches the protection off: the row is written before the bytes.
"""

import io
import os
import signal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")
django.setup()

from django.db import transaction  # noqa: E402 - Django first
from django.utils import timezone  # noqa: E402

from files import actions, place  # noqa: E402
from files.kinds import Kind  # noqa: E402
from files.receiving import Received  # noqa: E402


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Dying(io.BytesIO):
    """Gives one block, and then its reader is gone."""

    def read(self, size=-1):
        return die() if self.tell() else super().read(size)


def put(where):
    if where == "before its name":
        place._sync_folder = place.Path.rename = lambda *_: die()
    content = Dying(b"a" * 3_000_000) if where == "in the middle of the file" else io.BytesIO(b"a" * 3_000_000)
    return place.put(content)


def received(put):
    return Received("a.txt", Kind.TXT, None, put.size, put.sha256, put.stored_name)


def main(where):
    if where == "row first":
        actions.store(received(place.Put("ab" * 16, 3_000_000, "0" * 64)), by="test", now=timezone.now())
        die()
    done = put(where)
    if where == "before the row":
        die()
    with transaction.atomic():
        actions.store(received(done), by="test", now=timezone.now())
        if where == "before the commit":
            die()
    die()


main(os.environ["WHERE"])
