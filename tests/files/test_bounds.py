"""A check costs no more than it may, whatever it meets, and the server that asked for it goes on."""

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
from tests.files.hostile import ALL, LIMITS
from ui.child import ROOT, bare_environment

MOST_MEGABYTES = 300  # of memory that a hostile file makes its check use, as far as it is refused
BOMBS = [file for file in ALL if "unpacks" in file.what or "swell" in file.what or "000" in file.what]

# In a small process of its own: until it is another program, a child counts with all the memory of who started it.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_of(file, folder):
    """Megabytes of memory that the check of one file used at most."""
    numbers = [LIMITS.megabytes, LIMITS.pages, LIMITS.megapixels, BOUNDS.memory_bytes, BOUNDS.cpu_seconds]
    command = [sys.executable, "-m", "files.check_child", kind_named(file.name), *map(str, numbers)]
    with tempfile.TemporaryFile() as given:
        given.write(file.make())
        given.seek(0)
        environment = bare_environment(str(folder))
        measured = [sys.executable, "-c", MEASURE, *command]
        told = subprocess.run(measured, cwd=ROOT, env=environment, stdin=given, capture_output=True, check=True)
    return int(told.stdout) / (1000 if sys.platform == "linux" else 1_000_000)


@pytest.mark.asvs("15.2.2", "15.2.5")
def test_bombs_stay_small(tmp_path):
    peaks = {file.name: peak_of(file, tmp_path) for file in BOMBS if file.name != "structure.pdf"}
    assert len(peaks) > 8
    assert max(peaks.values()) < MOST_MEGABYTES, peaks


def test_a_structure_that_swells_ends_at_the_limit_of_the_child(tmp_path):
    """qpdf unpacks the structure by itself; the system stops it."""
    bomb = next(file for file in ALL if file.name == "structure.pdf")
    assert bomb.outcome == Reason.BROKEN
    assert peak_of(bomb, tmp_path) < BOUNDS.memory_bytes / 1_000_000


@pytest.mark.parametrize("bounds", [{"seconds": 0.01}, {"cpu_seconds": 0}, {"memory_bytes": 40_000_000}], ids=str)
def test_a_check_beyond_its_bounds_is_a_refusal(bounds, media):
    photograph = pictures.picture("JPEG", size=(5000, 4000))
    assert received("photo.jpg", photograph, bounds=replace(BOUNDS, **bounds)).reason == Reason.TOO_MUCH
    assert not files_in(media)
    assert isinstance(received("photo.jpg", photograph), Received)
