import io
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from files import place
from files.models import State, StoredFile


class StoredFileFactory(DjangoModelFactory):
    """A clean text file, with its bytes in their place; `content` says what is in it."""

    class Meta:
        model = StoredFile
        exclude = ("content", "put")

    content = factory.LazyFunction(lambda: f"Signed form {uuid.uuid4()}".encode())
    put = factory.LazyAttribute(lambda made: place.put(io.BytesIO(made.content)))
    name = "Signed consent.txt"
    kind = "txt"
    size = factory.LazyAttribute(lambda made: made.put.size)
    sha256 = factory.LazyAttribute(lambda made: made.put.sha256)
    stored_name = factory.LazyAttribute(lambda made: made.put.stored_name)
    state = State.CLEAN
    uploaded_at = factory.LazyFunction(timezone.now)
    uploaded_by = "Priya Kaur"
