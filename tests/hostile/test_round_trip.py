"""What is typed into a form comes back letter by letter and does nothing, or is refused beside its field."""

import pytest
from django.http import HttpResponse
from django.template import engines

from tests.bad_input import TYPED
from tests.faults.bodies import OF_FILES
from tests.hostile import ground
from tests.hostile.oracle import dangerous
from tests.hostile.trial import try_out

pytestmark = pytest.mark.django_db


def test_every_form_of_the_staff_is_taken_when_it_is_filled_in_plainly(practice, pages):
    """Else the tests below would only ever see refusals."""
    refused = []
    for page in pages:
        if page.route in OF_FILES:
            continue
        with ground.taken_back(practice.browsers[page.person]):
            answer = ground.send(practice, page, ground.filled(page.form))
        if answer.response.status_code != 303:
            refused.append(f"{page}: {answer.response.status_code} {dict(answer.errors)}")
    assert len(pages) > 35
    assert not refused, "\n".join(refused)


@pytest.mark.asvs("1.2.1", "1.2.2", "1.3.11", "15.3.1")
@pytest.mark.parametrize("value", TYPED, ids=ascii)
def test_what_is_typed_into_every_field_comes_back_exact_and_harmless(practice, pages, value):
    wrong = [line for page in pages for line in try_out(practice, page, value)]
    assert not wrong, "\n".join(wrong)


def test_text_that_comes_through_as_markup_is_caught():
    """The negative control: the same words in a template that does not escape."""
    template = "<p>{% autoescape off %}{{ words }}{% endautoescape %}</p><a href='{{ words }}'>x</a>"
    for words in ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "java\tscript:alert(1)", "<base>"):
        page = HttpResponse(engines["django"].from_string(template).render({"words": words})).content.decode()
        assert dangerous(page), words
    assert not dangerous("<p>&lt;script&gt;</p><form></form><form></form><a href='/clients/'>x</a>")
