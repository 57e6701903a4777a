"""A check costs no more than it may, whatever it meets, and the server that asked for it goes on."""

import os
import subprocess
import sys
import tempfile
from dataclasses import replace

import pytest

from files.examination import BOUNDS
from files.names import kind_named
from files.receiving import Received
from files.refusals import Reason
from tests.files import pictures
from tests.files.ground import files_in, received
from tests.files.hostile import ALL, INERT, LIMITS
from ui.child import ROOT, bare_environment

MOST_MEGABYTES = 300  # of memory that a hostile file makes its check use, as far as it is refused
BOMBS = [file for file in ALL if "unpacks" in file.what or "swell" in file.what or "000" in file.what]


def peak_of(file, folder):
    """Megabytes of memory that the check of one file used at most."""
    numbers = [LIMITS.megabytes, LIMITS.pages, LIMITS.megapixels, BOUNDS.memory_bytes, BOUNDS.cpu_seconds]
    command = [sys.executable, "-m", "files.check_child", kind_named(file.name), *map(str, numbers)]
    with tempfile.TemporaryFile() as given:
        given.write(file.make())
        given.seek(0)
        out = subprocess.DEVNULL
        child = subprocess.Popen(
            command, cwd=ROOT, env=bare_environment(str(folder)), stdin=given, stdout=out, stderr=out
        )
        _, _, used = os.wait4(child.pid, 0)
        child.returncode = 0
    return used.ru_maxrss / (1000 if sys.platform == "linux" else 1_000_000)


@pytest.mark.asvs("15.2.2", "15.2.5")
def test_bombs_stay_small(tmp_path):
    peaks = {file.name: peak_of(file, tmp_path) for file in BOMBS if file.name != "structure.pdf"}
    assert len(peaks) > 8
    assert max(peaks.values()) < MOST_MEGABYTES, peaks


def test_a_structure_that_swells_ends_at_the_limit_of_the_child(tmp_path):
    """qpdf unpacks the structure by itself; the system stops it."""
    bomb = next(file for file in ALL if file.name == "structure.pdf")
    assert peak_of(bomb, tmp_path) < BOUNDS.memory_bytes / 1_000_000
    assert received(bomb.name, bomb.make(), LIMITS).reason == Reason.BROKEN


@pytest.mark.parametrize("bounds", [{"seconds": 0.01}, {"cpu_seconds": 0}, {"memory_bytes": 40_000_000}], ids=str)
def test_a_check_beyond_its_bounds_is_a_refusal(bounds, media):
    photograph = pictures.picture("JPEG", size=(5000, 4000))
    assert received("photo.jpg", photograph, bounds=replace(BOUNDS, **bounds)).reason == Reason.TOO_MUCH
    assert not files_in(media)
    assert isinstance(received("photo.jpg", photograph), Received)


def test_what_is_kept_of_the_largest_is_no_larger_than_what_came():
    kept = [received(file.name, file.make(), LIMITS) for file in ALL if file.outcome == INERT]
    assert all(each.size <= LIMITS.bytes for each in kept)
