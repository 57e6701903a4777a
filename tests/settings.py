"""The product's settings with what tests need instead. TEST_DATABASE_URL moves the suite to PostgreSQL."""

import os
import tempfile
from pathlib import Path

os.environ |= {"SECRET_KEY": "tests only", "SECURE": "false", "REQUIRE_MFA": "false", "CELERY_BROKER_URL": "memory://"}

from casemgmt.environment import database
from casemgmt.settings import *  # noqa: F403 - Django reads settings by name
from casemgmt.settings import DATABASES, STORAGES

if os.environ.get("TEST_DATABASE_URL"):
    DATABASES = {"default": database(os.environ["TEST_DATABASE_URL"])}
else:
    # A file, not memory: live servers, threads and worker processes open connections of their own.
    file = Path(tempfile.gettempdir()) / f"casemgmt-tests-{os.getpid()}.sqlite3"
    DATABASES = {"default": DATABASES["default"] | {"TEST": {"NAME": str(file)}}}

MEDIA_ROOT = Path(tempfile.gettempdir()) / f"casemgmt-tests-{os.getpid()}-media"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
