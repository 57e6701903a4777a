import tempfile

from files.examination import BOUNDS
from files.limits import Limits
from files.receiving import receive


def received(name, content, limits=None, bounds=BOUNDS):
    """What becomes of a file that arrives."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        return receive(name, file, limits=limits or Limits(), bounds=bounds)


def files_in(media):
    return sorted(path for path in media.rglob("*") if path.is_file())
