"""F12: the same form sent many times at once, and sent again because its answer got lost, is carried out once."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from tests.access.pages import everything
from tests.access.practice import file_of
from tests.accounts.ground import just_signed_in
from tests.factories.accounts import UserFactory
from tests.faults.bodies import body_of, forms_of_the_product, path_of
from tests.faults.counts import small_and_full
from tests.faults.ground import mail_server
from tests.faults.proxy import Line
from tests.faults.web import LOST, Person, Web, at_once

pytestmark = pytest.mark.django_db(transaction=True)

FORMS = forms_of_the_product()


def rows():
    """How many rows each table of ours holds."""
    ours = [model._meta for model in apps.get_models() if model._meta.app_label in settings.OUR_PACKAGES]
    counts = [f"SELECT '{meta.label}', COUNT(*) FROM \"{meta.db_table}\"" for meta in ours]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


def gained(before):
    return {name: count - before[name] for name, count in rows().items() if count != before[name]}


def what_one_makes(browser, path, body):
    """The rows that one POST of the form makes, and nothing of it stays."""
    with transaction.atomic():
        before = rows()
        answer = browser.post(path, body)
        made = gained(before)
        transaction.set_rollback(True)
    assert answer.status_code == 303, f"{path}: {errors_of(answer)}"
    return made


def errors_of(answer):
    form = (answer.context or {}).get("form")
    return form.errors if form else answer.status_code


class Sender:
    """Somebody with every role at a server, who sends forms of a file of their own."""

    def __init__(self, web, sink, signed_in):
        self.user = UserFactory(name="Aaron All", roles=everything())
        self.browser, self.person, self.sink = signed_in(self.user), Person(self.user, web.address), sink
        just_signed_in(self.browser, self.user)

    def sends(self, route, how):
        """What is wrong after `how(path, body)` gave answers to equal POSTs; nothing when they did what one does."""
        with transaction.atomic():
            file = file_of(self.user)
            path = path_of(route, file)
        body = body_of(route, self.browser, path)
        expected, before, mailed = what_one_makes(self.browser, path, body), rows(), self.sink.seen.total()
        answers = how(path, body)
        made, places = gained(before), {(answer.status, answer.location) for answer in answers}
        if made != expected:
            yield f"{route}: {made}, not {expected}"
        if len(places) != 1 or {status for status, _ in places} != {303}:
            yield f"{route}: answered {places}"
        if self.sink.seen.total() != mailed:
            yield f"{route}: {self.sink.seen.total() - mailed} mails"

    def at_once(self, times):
        return lambda path, body: at_once([lambda: self.person.post(path, body)] * times)

    def after_a_lost_answer(self, line):
        """Sends the form over a line that loses the answer, sees nothing, and sends it again."""
        far = Person(self.user, line.address)

        def send(path, body):
            assert far.post(path, body) == LOST
            return [self.person.post(path, body)]

        return send


@pytest.fixture
def served(tmp_path, signed_in, transactional_db):
    """`served("switch")` is a sender at a server with that protection off."""
    opened = []

    def serve(*off):
        mail = mail_server()
        sink = mail.__enter__()
        web = Web(tmp_path / "web", sink, OFF=",".join(off), MEDIA_ROOT=str(settings.MEDIA_ROOT))
        opened.extend([mail, web])
        return Sender(web.__enter__(), sink, signed_in)

    yield serve
    for one in reversed(opened):
        one.__exit__(None, None, None)


@pytest.mark.parametrize("half", [0, 1])
@small_and_full("times", 2, 50)
def test_equal_posts_at_once_do_what_one_does(served, half, times):
    sender = served()

    wrong = [fault for route in FORMS[half::2] for fault in sender.sends(route, sender.at_once(times))]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("half", [0, 1])
def test_a_form_sent_again_after_its_answer_was_lost_leads_to_what_it_made(served, half):
    sender = served()
    with Line(sender.person.at) as line:
        line.loses_answers = True

        wrong = [fault for route in FORMS[half::2] for fault in sender.sends(route, sender.after_a_lost_answer(line))]

    assert not wrong, "\n".join(wrong)


def test_control_without_one_time_keys_rows_are_doubled(served):
    sender = served("one_time_keys")
    (form,) = [route for route in FORMS if route.name == "clients:add_risk"]

    with Line(sender.person.at) as line:
        line.loses_answers = True
        wrong = [*sender.sends(form, sender.at_once(4)), *sender.sends(form, sender.after_a_lost_answer(line))]

    assert any("'clients.Risk': 4" in line for line in wrong), wrong
    assert any("'clients.Risk': 2" in line for line in wrong), wrong
