"""How the bytes of a request reach the server: past it, or onto its disk up to a bound, and never into memory."""

import io
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial, wraps
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponse, UnreadablePostError

from files import actions
from files.kinds import DOCUMENTS, TABLES, Kind
from files.limits import MOST_AT_ONCE, Limits
from files.models import StoredFile
from files.names import harmless, kind_named
from files.receiving import Received, Refusal, receive, refusal
from files.refusals import Reason

View = Callable[..., HttpResponse]


class WholeBody(FileUploadHandler):
    """Refuses a form whose sender went away: it would be taken without its last file, or with half a field."""

    announced = counted = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        off_the_line = input_data is self.request
        if not off_the_line:
            return
        self.announced, read = content_length, input_data.read

        def counting(*size: int) -> bytes:
            block: bytes = read(*size)
            self.counted += len(block)
            return block

        input_data.read = counting

    def upload_complete(self) -> None:
        if self.counted < self.announced:
            raise UnreadablePostError("The sender went away before the form was whole.")


class Nowhere(WholeBody):
    """For pages that take no file: what is sent all the same is read past."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


class Sent(UploadedFile):
    """A file of a request. `received` says what became of it, once that was asked; `unwritten` why it was cut off."""

    received: Received | Refusal
    unwritten: Reason | None = None

    def __init__(self, sent_name: str) -> None:
        try:
            file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the request closes it; it has no name on the disk
        except OSError:
            file, self.unwritten = io.BytesIO(), Reason.NO_DISK
        super().__init__(file, name="upload")
        self.sent_name = sent_name


class OntoDisk(WholeBody):
    """Files of any size, of which no more than a bound is written. What is typed beside them is kept either way."""

    file: Sent

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = Sent(self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.file.unwritten:
            return
        if start + len(raw_data) > settings.UPLOAD_MOST_BYTES:
            self.file.unwritten = Reason.TOO_LARGE
            return
        try:
            self.file.write(raw_data)
        except OSError:
            self.file.unwritten = Reason.NO_DISK

    def file_complete(self, file_size: int) -> Sent:
        try:
            self.file.flush()
        except OSError:
            self.file.unwritten = Reason.NO_DISK
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


def takes_files(view: View, *, kinds: frozenset[Kind] = DOCUMENTS) -> View:
    """Stands outside @once, so that no database waits while files are checked.

    Each file of the request gets what became of it as `received`: a Received, or a Refusal. What the view does not
    store is taken away again.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.FILES:
            return view(request, *args, **kwargs)
        with ExitStack() as afterwards:
            _receive_all(request, afterwards, kinds)
            return view(request, *args, **kwargs)

    guarded.takes_files = True  # type: ignore[attr-defined]
    return guarded


takes_tables = partial(takes_files, kinds=TABLES)


def _receive_all(request: Any, afterwards: ExitStack, kinds: frozenset[Kind]) -> None:
    taken: list[Received] = []
    afterwards.callback(actions.discard_unnamed, taken)
    limits: Limits = request.practice.file_limits
    room = limits.gigabytes * 1_000_000_000 - StoredFile.objects.bytes_used()
    uploads = [upload for _, given in request.FILES.lists() for upload in given]
    for number, upload in enumerate(uploads):
        upload.received = _receive(upload, number, replace(limits, room_bytes=max(0, room)), kinds)
        if isinstance(upload.received, Received):
            taken.append(upload.received)
            room -= upload.received.size


def _receive(upload: Sent, number: int, limits: Limits, kinds: frozenset[Kind]) -> Received | Refusal:
    reason = upload.unwritten or (Reason.TOO_MANY if number >= MOST_AT_ONCE else None)
    if reason:
        return refusal(harmless(upload.sent_name, kind_named(upload.sent_name)), reason, limits)
    return receive(upload.sent_name, cast(IO[bytes], upload.file), limits=limits, kinds=kinds)
