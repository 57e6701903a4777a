"""The product's own settings for a gunicorn of the fault tests; only what a test machine lacks is put in its place."""

from casemgmt.settings import *  # noqa: F403 - Django reads settings by name
from casemgmt.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATICFILES_DIRS = []  # no page of a fault test asks for a style sheet
