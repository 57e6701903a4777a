"""The field by itself: one file or several, and the settings that bound it."""

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError

from accounts.models import PracticeSettings
from files.forms import UploadField
from files.receiving import refusal
from files.refusals import Reason
from files.uploads import Sent
from tests.files.ground import received
from tests.files.pdfs import pdf
from tests.files.pictures import picture


@pytest.fixture
def sent():
    files = []

    def send(name, content=None):
        file = Sent(name)
        files.append(file)
        file.size = 1
        if content is not None:
            file.received = received(name, content)
        return file

    yield send
    for file in files:
        file.close()


def test_several_files_come_as_a_list(sent):
    field = UploadField(several=True)
    found = field.clean([sent("a.pdf", pdf()), sent("b.png", picture())])
    assert [each.name for each in found] == ["a.pdf", "b.png"]


def test_each_refused_one_of_several_is_named(sent):
    field = UploadField(several=True)
    with pytest.raises(ValidationError) as problem:
        field.clean([sent("a.pdf", b"no"), sent("b.png", picture()), sent("c.exe", b"MZ")])
    assert [words.split(" was not added")[0] for words in problem.value.messages] == ["a.pdf", "c.exe"]


def test_none_is_none_or_asked_for():
    assert UploadField(required=False).clean(None) is None
    assert UploadField(required=False, several=True).clean([]) == []
    with pytest.raises(ValidationError):
        UploadField().clean(None)


def test_a_view_that_forgot_to_have_files_received_is_told(sent):
    with pytest.raises(ImproperlyConfigured, match="takes_files"):
        UploadField().clean(sent("a.pdf"))


def test_the_practice_says_how_much(db):
    practice = PracticeSettings.current()
    assert (practice.file_limits.megabytes, practice.file_limits.pages, practice.file_limits.megapixels) == (
        20,
        500,
        50,
    )
    practice.file_pages, practice.file_megapixels = 2, 1
    assert received("a.pdf", pdf(pages=3), practice.file_limits).words.endswith(
        "more than 2 pages. Split it or ask your admin."
    )
    assert received("a.png", picture(size=(1001, 1000)), practice.file_limits).reason == Reason.TOO_MANY_PIXELS


def test_each_reason_has_its_sentence():
    for reason in Reason:
        words = refusal("a.pdf", reason, PracticeSettings().file_limits).words
        assert words.startswith("a.pdf was not added: ")
        assert "{" not in words
        assert words.endswith(".")
