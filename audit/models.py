"""Who did what to which record, and the seals that show when somebody altered it. Rows are never changed or removed."""

from django.db import models

OF_STAFF = models.Q(target_kind="accounts.User")
OF_PACKS = models.Q(target_kind="practice.DueDiligencePack")


class AuditEvent(models.Model):
    """One change, or one opening of a client's page or file. Actor and target are text: nothing blocks a deletion."""

    number = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor_id = models.CharField(max_length=40)
    actor = models.CharField(max_length=200)
    target_kind = models.CharField(max_length=80)
    target_id = models.CharField(max_length=60)
    client = models.CharField(max_length=40, blank=True, help_text="reference of the client whose file it is")
    fields = models.JSONField(default=list, help_text="names of the fields that changed, never their values")
    origin = models.CharField(max_length=60, blank=True, help_text="address the request came from")
    text = models.TextField(help_text="the event as canonical JSON")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text")

    class Meta:
        indexes = [
            models.Index(fields=["client", "-number"], name="audit_of_a_client"),
            models.Index(fields=["actor_id", "-number"], name="audit_of_a_person"),
            # The sign-in log, of one person and of all; the many events about clients' files stay out of both.
            models.Index(fields=["target_id", "-number"], condition=OF_STAFF, name="audit_of_an_account"),
            models.Index(fields=["-number"], condition=OF_STAFF, name="audit_of_all_accounts"),
            models.Index(fields=["target_id", "-number"], condition=OF_PACKS, name="audit_of_a_pack"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"


class Seal(models.Model):
    """Closes a block of events: its digest covers theirs and the seal before it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Seal {self.number}"


class SealedEvent(models.Model):
    """Names an event as member of a seal, so that an event that commits late joins the next one."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="members")
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="membership")

    def __str__(self) -> str:
        return f"event {self.event_id} in seal {self.seal_id}"
