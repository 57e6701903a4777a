"""Hostile files are refused with one sentence, or stored so that nothing in them runs, sees or fetches anything."""

import pytest

from files import place
from files.kinds import Kind
from files.receiving import Received, Refusal
from files.refusals import sentence
from tests.files.ground import files_in, received
from tests.files.hostile import ALL, INERT, LIMITS


@pytest.mark.asvs("5.2.1", "5.2.2", "5.2.3", "5.2.6", "5.3.1", "1.5.1", "1.3.4")
@pytest.mark.parametrize("file", ALL, ids=lambda file: file.name[:40].encode("unicode_escape").decode())
def test_a_hostile_file_is_refused_or_stored_inert(file, media):
    content = file.make()

    found = received(file.name, content, LIMITS)

    if file.outcome == INERT:
        assert isinstance(found, Received), found
        assert found.name == file.stored_as
        assert found.size <= LIMITS.bytes
        kept = place.path_of(found.stored_name).read_bytes()
        assert found.kind in (Kind.JPEG, Kind.PNG) or kept == content
    else:
        assert isinstance(found, Refusal), found
        assert found.reason == file.outcome
        assert found.words == sentence(found.name, file.outcome, LIMITS)
        assert found.words.count("\n") == 0
        assert not files_in(media)


def test_there_are_more_than_eighty():
    assert len(ALL) > 80
    assert len({(file.name, file.what) for file in ALL}) == len(ALL)
