#!/usr/bin/env python3
"""Set up and run everything with one command. Needs Python 3.11 or newer and nothing else.

python3 run.py           set up, then serve the demo practice on http://localhost:8000
python3 run.py --empty   the same without demo data; then: .venv/bin/python manage.py first_admin EMAIL
python3 run.py test      set up, then run the tests on SQLite, on PostgreSQL and in the browser (--long for all of them)
python3 run.py check     style, types, templates, imports, migrations, deployment settings
python3 run.py bench     how fast it is, half an hour (--quick: a few minutes; --fifty: fifty people at once)
"""

import argparse
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python should hear a sentence, not a SyntaxError further on
    sys.exit("This needs Python 3.11 or newer. Install it, then start run.py with that python3.")

from casemgmt.bootstrap import bench, checks, serving, suite
from casemgmt.bootstrap.paths import Stop


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", nargs="?", choices=["serve", "test", "check", "bench"], default="serve")
    parser.add_argument("--empty", action="store_true", help="start without demo data")
    parser.add_argument("--long", action="store_true", help="test: the slow tests too")
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command not in ("test", "bench"):
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        if options.command == "test":
            return suite.run(rest, long=options.long)
        if options.command == "bench":
            return bench.run(rest)
        if options.command == "check":
            return checks.run()
        return serving.run(empty=options.empty)
    except Stop as reason:
        print(reason, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
