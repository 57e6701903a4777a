"""The pages of an import: what is sent is answered in words, and read again by who sent it alone."""

import csv
import io

import pytest
from django.urls import reverse

from accounts.models import PracticeSettings
from audit.models import AuditEvent
from clients.models import Client
from files.models import StoredFile
from practice.models import Import, ImportState
from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportFactory, ImportProblemFactory
from tests.files.ground import files_in
from tests.files.test_over_http import upload
from tests.hostile.ground import hidden_in
from tests.practice.tables import row, written

pytestmark = pytest.mark.django_db

PAGE = "/clients/import/"


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def browser(signed_in, admin):
    return signed_in(admin)


def send(browser, content, name="clients.csv"):
    hidden = hidden_in(browser.get(PAGE).content.decode())
    return browser.post(PAGE, hidden | {"file": upload(name, content)})


def press(browser, sent, route):
    return browser.post(reverse(f"practice:{route}", args=[sent.pk]), {"once_key": f"{route} {sent.pk}"}, follow=True)


def test_from_the_empty_list_to_the_first_clients(browser):
    first = browser.get("/clients/").content.decode()
    assert "No clients yet." in first
    assert f'<a href="{PAGE}">import a CSV</a>' in first

    shown = browser.get(send(browser, written([row(1), row(2)]))["Location"]).content.decode()
    assert "Import 2 rows" in shown
    done = press(browser, Import.objects.get(), "carry_out_import").content.decode()

    assert "2 clients added" in done
    assert Client.objects.count() == 2


def test_the_same_table_sent_twice_with_one_key_is_kept_once(browser):
    hidden, content = hidden_in(browser.get(PAGE).content.decode()), written([row(1)])
    answers = [browser.post(PAGE, hidden | {"file": upload("clients.csv", content)}) for _ in range(2)]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(303, answers[0]["Location"])}
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("clients.csv", b"", "it is empty"),
        ("clients.xlsx", b"PK\x03\x04", "it is not a table as CSV"),
        ("clients.pdf", b"%PDF-1.7", "it is not a table as CSV"),
        ("clients.csv", b"%PDF-1.7\nFirst names,Last name\n", "does not match the end of its name"),
        ("clients.csv", written([row(1)], encoding="utf-16"), "it is not a table as CSV"),
        ("clients.csv", b"First names\x00", "it is not a table as CSV"),
        ("clients.csv", b"One,Two\nA,B\n", "first row must hold the names of the columns"),
        ("clients.csv", b'First names\n"Ann', "In row 2 a quotation mark is opened"),
        ("clients.csv", b"First names\nAnn\n", "It lacks 5 columns"),
        ("clients.csv", written([row(n) for n in range(4)]), "more than 3 rows"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_beside_the_field_and_not_kept(browser, media, name, content, words):
    PracticeSettings.objects.update_or_create(pk=1, defaults={"import_rows": 3})

    answer = send(browser, content, name)

    assert answer.status_code == 422
    assert any(words in error for error in answer.context["form"].errors["file"])
    assert not Import.objects.exists()
    assert not StoredFile.objects.exists()
    assert not files_in(media)


def test_tables_are_taken_on_no_other_page(signed_in, case_manager, client_file):
    browser, where = signed_in(case_manager), f"/clients/{client_file.reference}/people/consent/"
    hidden = hidden_in(browser.get(where).content.decode())

    answer = browser.post(where, hidden | {"evidence": upload("clients.csv", written([row(1)]))})

    assert "only PDF, JPEG, PNG" in str(answer.context["form"].errors["evidence"])


def test_rows_come_back_with_their_problem_and_can_be_sent_again(browser):
    bad = row(2, **{"Date of birth": "soon", "Last name": "=SUM(A1)"})
    send(browser, written([row(1), bad, row(3) | {None: ["Bath"]}]))
    first = Import.objects.get()

    answer = browser.get(reverse("practice:rows_to_put_right", args=[first.pk]))
    headings, one, two = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert headings[-1] == "Problem"
    assert one[-1].startswith("Date of birth: Enter a date such as")
    assert two[-1].startswith("This row has 25 cells")
    assert one[1] == "'=SUM(A1)"
    assert AuditEvent.objects.filter(verb="import.rows_downloaded").count() == 1

    one[headings.index("Date of birth")] = "14/03/1989"
    again = io.StringIO()
    csv.writer(again).writerows([headings, one, two])
    send(browser, again.getvalue().encode())
    second = Import.objects.exclude(pk=first.pk).get()
    assert (second.rows, second.good, second.left_out) == (2, 1, "")
    press(browser, second, "carry_out_import")
    assert Client.objects.get().family_name == "=SUM(A1)"


def test_the_page_says_what_is_wrong_and_what_is_passed_over(browser, admin):
    sent = ImportFactory(by=admin, rows=3, good=2, left_out="Shoe size", read_as="Windows-1252, commas")
    ImportProblemFactory(table=sent, row=17, column="Nation", words="Write one of these: England.")

    shown = browser.get(sent.get_absolute_url()).content.decode()

    for words in ("Row 17", "Nation", "Write one of these: England.", "Shoe size", "Download 1 row to put right"):
        assert words in shown
    assert "read as Windows-1252" in shown


def test_progress_is_a_piece_that_asks_until_it_is_done(browser, admin):
    sent = ImportFactory(by=admin, state=ImportState.CHECKING, rows=300, done=200, good=0, checked_at=None)
    where = reverse("practice:import_progress", args=[sent.pk])

    piece = browser.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "200 of 300 rows looked through" in piece
    assert "<html" not in piece
    assert "hx-trigger" in piece

    Import.objects.filter(pk=sent.pk).update(state=ImportState.CHECKED, good=300)
    assert "hx-trigger" not in browser.get(where, headers={"HX-Request": "true"}).content.decode()


def test_pressed_twice_the_second_is_told(browser, admin):
    sent = ImportFactory(by=admin)
    press(browser, sent, "carry_out_import")

    where = reverse("practice:carry_out_import", args=[sent.pk])
    answer = browser.post(where, {"once_key": "another page"}, follow=True)

    assert "being imported already" in answer.content.decode()
    assert Client.objects.count() == 2


def test_a_discarded_table_leaves_no_rows_to_download(browser, admin):
    sent = ImportFactory(by=admin, rows=3)
    press(browser, sent, "discard_import")

    assert browser.get(reverse("practice:rows_to_put_right", args=[sent.pk])).status_code == 404
    assert browser.get(sent.get_absolute_url()).status_code == 200


def test_another_admin_reads_nothing_of_it(signed_in):
    sent = ImportFactory()
    other = signed_in(UserFactory(roles=["practice_admin"]))

    for route in ("client_import", "import_progress", "rows_to_put_right"):
        assert other.get(reverse(f"practice:{route}", args=[sent.pk])).status_code == 404
    assert sent.name not in other.get(PAGE).content.decode()


def test_the_empty_table_is_one_that_is_taken(browser):
    headings = next(csv.reader(io.StringIO(browser.get(f"{PAGE}empty.csv").content.decode("utf-8-sig"))))
    answer = send(browser, written([row(1)], headings=headings))
    assert answer.status_code == 303
    assert Import.objects.get().good == 1
