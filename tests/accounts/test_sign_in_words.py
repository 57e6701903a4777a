"""The sign-in pages speak as the others do."""

import pytest


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/account/login/", ["Enter your e-mail address", "Enter your password"]),
        ("/account/password/reset/", ["Enter your e-mail address"]),
    ],
)
def test_an_empty_field_says_what_to_enter(client, db, path, words):
    text = client.post(path, {}).content.decode()
    assert all(each in text for each in words)
    assert "This field is required" not in text


def test_changing_a_password_has_labels_instead_of_placeholders(signed_in, case_manager):
    text = signed_in(case_manager).get("/account/password/change/").content.decode()
    assert "Current password" in text
    assert "New password again" in text
    assert "placeholder" not in text
