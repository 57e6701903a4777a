"""The sweep against a bare SMTP client: making reminders, sending them one by one, sending them as digests.

    DATABASE_URL=… EMAIL_URL=smtp://… python -m tests.bench.sweep ROUNDS

It moves every review of the database it is given, so it is given a copy. Prints JSON.
"""

import json
import os
import smtplib
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up first
from django.core.mail import EmailMessage, get_connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from careplans.models import Recommendation  # noqa: E402
from clients.models import Assignment, Client, Status  # noqa: E402
from providers.models import Referral  # noqa: E402
from reminders import actions  # noqa: E402
from reminders.models import Reminder, State  # noqa: E402
from reviews.models import Review  # noqa: E402

READY = (
    b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Due: 1 item\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + b"x" * 160 + b"\r\n"
)
BARE, OBJECTS, NAIVE, ONE_BY_ONE = 2_000, 1_000, 300, 1_000


def main(rounds):
    due = only_reviews()
    found = []
    for _ in range(rounds):
        figures = {"due": due, "bare": bare(BARE), "objects": objects(OBJECTS)}
        all_due_in(3, count=due)
        figures["enqueue"] = seconds(lambda: actions.make_reminders(now=timezone.now()))
        figures["enqueue again"] = seconds(lambda: actions.make_reminders(now=timezone.now()))
        figures["made"] = Reminder.objects.count()
        figures["digest"] = due / (figures["enqueue"] + seconds(send_everything))
        figures["naive"] = naive(NAIVE)
        all_due_in(-10, count=ONE_BY_ONE)
        actions.make_reminders(now=timezone.now())
        mails = Reminder.objects.mail().unsent().count()
        figures["delivery"] = mails / seconds(send_everything)
        unsent = Reminder.objects.mail().exclude(state__in=[State.SENT, State.CANCELLED]).count()
        figures |= {"mails": mails, "unsent": unsent}
        found.append(figures)
    print(json.dumps(found))


def only_reviews():
    """Leaves reviews as the only thing that falls due; gives how many there are."""
    Client.objects.update(status=Status.ACTIVE)
    Referral.objects.filter(state="sent").update(state="accepted")
    Recommendation.objects.update(answer_due_on=timezone.localdate() + timedelta(days=300))
    return Review.objects.planned().count()


def all_due_in(days, *, count):
    """So many reviews fall due in so many days, the others much later; nobody has been told of any."""
    Reminder.objects.all().delete()
    today = timezone.localdate()
    planned = Review.objects.planned()
    planned.update(due_on=today + timedelta(days=200))
    chosen = planned.order_by("pk").values_list("pk", flat=True)[:count]
    Review.objects.filter(pk__in=list(chosen)).update(due_on=today + timedelta(days=days))


def send_everything():
    while Reminder.objects.to_send(timezone.now()).exists():
        actions.send_due(now=timezone.now())


def bare(count):
    """Mails a second over one connection, ready as they are."""
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        return count / seconds(
            lambda: [server.sendmail("a@example.org", ["b@example.org"], READY) for _ in range(count)]
        )


def objects(count):
    """Mails a second over one connection, each made by Django out of words like those of an overdue message."""
    with get_connection() as connection:
        return count / seconds(lambda: [connection.send_messages([message()]) for _ in range(count)])


def message():
    body = "CM-0101: review was due 3 March 2026, 10 days late\n\nOpen My day: http://127.0.0.1/\n\n" + "x" * 60
    headers = {"Message-ID": "<overdue.0198-4f2c@example.org>", "Auto-Submitted": "auto-generated"}
    return EmailMessage("Overdue: CM-0101", body, "a@example.org", ["b@example.org"], headers=headers)


def naive(count):
    """Reminders a second as a first version would send them: one by one, each with its own questions and connection."""
    return count / seconds(lambda: [tell(pk) for pk in Review.objects.planned().values_list("pk", flat=True)[:count]])


def tell(pk):
    review = Review.objects.get(pk=pk)
    lead = Assignment.objects.leads().get(client=review.client, ends_at=None).staff
    person = User.objects.get(pk=lead.pk)
    if not Reminder.objects.filter(subject_id=pk, stage="naive").exists():
        EmailMessage("Review due", f"{review.client.reference}: review due {review.due_on}", to=[person.email]).send()
        Reminder.objects.create(
            kind="review",
            subject_id=pk,
            client_id=review.client_id,
            client_reference=review.client.reference,
            due_on=review.due_on,
            stage="naive",
            person=person,
            channel="mail",
            state=State.SENT,
            send_after=timezone.now(),
            made_at=timezone.now(),
        )


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]))
