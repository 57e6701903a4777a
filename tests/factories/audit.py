import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from audit.actions import FIRST_PREVIOUS, canonical, digest_of, seal_digest
from audit.models import AuditEvent, Seal, SealedEvent


class AuditEventFactory(DjangoModelFactory):
    """A sound event: its text and digest fit what it says."""

    class Meta:
        model = AuditEvent

    at = factory.LazyFunction(timezone.now)
    verb = "client.changed"
    actor_id = ""
    actor = "Priya Kaur"
    target_kind = "clients.Client"
    target_id = "0193"
    client = "CM-0142"
    fields = factory.LazyFunction(lambda: ["telephone"])
    origin = "127.0.0.1"
    text = factory.LazyAttribute(lambda event: canonical(AuditEvent(**{name: getattr(event, name) for name in SAID})))
    digest = factory.LazyAttribute(lambda event: digest_of(event.text))


class SealFactory(DjangoModelFactory):
    """The first seal of an empty log, sound while it has no members."""

    class Meta:
        model = Seal

    number = 1
    previous = FIRST_PREVIOUS
    digest = factory.LazyAttribute(lambda seal: seal_digest(seal.previous, []))
    sealed_at = factory.LazyFunction(timezone.now)


class SealedEventFactory(DjangoModelFactory):
    class Meta:
        model = SealedEvent

    seal = factory.SubFactory(SealFactory)
    event = factory.SubFactory(AuditEventFactory)


SAID = ("at", "verb", "actor_id", "actor", "target_kind", "target_id", "client", "fields", "origin")
