import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from ui.models import Draft, OnceKey, SavedView


class OnceKeyFactory(DjangoModelFactory):
    class Meta:
        model = OnceKey

    key = factory.Sequence(lambda n: f"key-{n}")
    person = factory.SubFactory(UserFactory)
    body_digest = factory.Sequence(lambda n: f"{n:064x}")
    location = "/"


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = Draft

    author = factory.SubFactory(UserFactory)
    form = "records.forms.ContactForm"
    subject = factory.Sequence(lambda n: f"CM-{n:04d}")
    path = "/"
    label = "Contact record"
    values = factory.LazyFunction(lambda: {"text": ["Half a sentence"]})
    started_at = factory.LazyFunction(timezone.now)
    saved_at = factory.SelfAttribute("started_at")


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = SavedView

    owner = factory.SubFactory(UserFactory)
    page = "practice:caseload"
    name = factory.Sequence(lambda n: f"View {n}")
    query = "only=over"
