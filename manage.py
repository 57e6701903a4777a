#!/usr/bin/env python3
"""Django's command line for this project; `python3 run.py` is the friendlier way in."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")
    made_by_run = Path(__file__).resolve().parent / "var" / "secret_key"
    if made_by_run.exists() and not {"SECRET_KEY", "SECRET_KEY_FILE"} & set(os.environ):
        os.environ["SECRET_KEY_FILE"] = str(made_by_run)
    execute_from_command_line(sys.argv)
