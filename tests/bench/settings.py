"""The product's own settings and one more address: the constant view that every page is measured against."""

from casemgmt.settings import *  # noqa: F403 - Django reads settings by name

ROOT_URLCONF = "tests.bench.urls"
