"""F11: two people save one record at the same moment, round after round: both texts exist each time."""

import pytest
from django import forms
from django.db import transaction

from clients.models import AssignmentKind
from tests.access.pages import ask, everything
from tests.access.practice import file_of
from tests.factories.accounts import UserFactory
from tests.factories.clients import AssignmentFactory
from tests.faults.bodies import body_of, form_on, forms_of_the_product, path_of
from tests.faults.counts import small_and_full
from tests.faults.ground import mail_server
from tests.faults.web import Person, Web, at_once
from ui.models import Draft

pytestmark = pytest.mark.django_db(transaction=True)


class Record:
    """One record that has a version, its page, and two people who may change it."""

    def __init__(self, route, file, pair):
        self.route, self.path, self.pair = route, path_of(route, file), pair
        self.bodies = {person.user.pk: body_of(route, browser, self.path) for person, browser in pair}
        form = form_on(ask(pair[0][1], "GET", self.path))
        fields = form.fields if form else {}
        self.field = next((name for name in fields if is_text(fields[name]) and name in form.initial), None)

    @property
    def has_version(self):
        return all(body.get("version") for body in self.bodies.values())

    def stored(self):
        """The version and the text as somebody sees them who opens the page anew."""
        form = form_on(ask(self.pair[0][1], "GET", self.path))
        return form.current_version, form.initial[self.field]

    def save(self, person, *, version, words):
        own = {"version": version, self.field: words, "once_key": f"{words} {person.user.pk}"}
        return person.post(self.path, self.bodies[person.user.pk] | own)


def is_text(field):
    return isinstance(field, forms.CharField) and not isinstance(field, forms.EmailField | forms.ChoiceField)


def both_save(record, number):
    """What is wrong after both saved different words on the same version at once."""
    version, _ = record.stored()
    people = [person for person, _ in record.pair]
    words = {person: f"Words of {place} in round {number}" for place, person in enumerate(people)}
    answers = at_once(
        [lambda person=person: record.save(person, version=version, words=words[person]) for person in people]
    )
    kept = {draft.author_id: draft.values[record.field][0] for draft in Draft.objects.all()}
    Draft.objects.all().delete()
    statuses = sorted(answer.status for answer in answers)
    if statuses != [303, 409]:
        yield f"{record.route}: {statuses}"
        return
    loser, winner = sorted(people, key=lambda person: answers[people.index(person)].status, reverse=True)
    shown = answers[people.index(loser)].text
    if record.stored() != (version + 1, words[winner]):
        yield f"{record.route}: {record.stored()} after {words[winner]} was saved on version {version}"
    if kept != {loser.user.pk: words[loser]}:
        yield f"{record.route}: the drafts are {kept}"
    if not (words[winner] in shown and words[loser] in shown):
        yield f"{record.route}: the loser is not shown both texts"


@pytest.fixture
def pair(signed_in, transactional_db):
    """Two people of every role, who may both work on `pair.file`."""
    first, second = [UserFactory(name=name, roles=everything()) for name in ("Aaron All", "Abel Also")]
    with transaction.atomic():
        file = file_of(first)
    AssignmentFactory(client=file.client, staff=second, kind=AssignmentKind.COVER)
    return file, [(first, signed_in(first)), (second, signed_in(second))]


def rounds_on_every_record(web, pair, rounds):
    file, two = pair
    people = [(Person(user, web.address), browser) for user, browser in two]
    records = [Record(route, file, people) for route in forms_of_the_product()]
    Draft.objects.all().delete()  # those that the file came with
    versioned = [record for record in records if record.field and record.has_version]
    assert len(versioned) >= 6, "details, goal, provider, referral, report, practice settings"
    return [fault for number in range(rounds) for fault in both_save(versioned[number % len(versioned)], number)]


@small_and_full("rounds", 20, 1000)
def test_of_two_who_save_at_once_both_texts_exist(pair, tmp_path, rounds):
    with mail_server() as sink, Web(tmp_path, sink) as web:
        wrong = rounds_on_every_record(web, pair, rounds)

    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.long
def test_control_without_versions_a_text_is_lost(pair, tmp_path):
    with mail_server() as sink, Web(tmp_path, sink, OFF="versions_of_records") as web:
        wrong = rounds_on_every_record(web, pair, 6)

    assert [fault.endswith("[303, 303]") for fault in wrong] == [True] * 6, wrong
