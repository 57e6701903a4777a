"""The settings as a practice runs them: read by the settings module itself in a process of its own."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

from casemgmt.bootstrap.checks import production_environment

ROOT = Path(__file__).resolve().parents[2]
# Those that decide what a browser is told. Middleware reads them at each request, or when a test browser is made.
READ_AT_RUN_TIME = (
    "DEBUG",
    "SECURE",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_DOMAIN",
    "SESSION_COOKIE_PATH",
    "CSRF_COOKIE_NAME",
    "DEVICE_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY",
    "CSRF_COOKIE_SAMESITE",
    "CSRF_COOKIE_DOMAIN",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_PRELOAD",
    "SECURE_PROXY_SSL_HEADER",
    "SECURE_REFERRER_POLICY",
    "SECURE_CONTENT_TYPE_NOSNIFF",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY",
    "REQUIRE_MFA",
    "PASSWORD_HASHERS",
    "CELERY_ACCEPT_CONTENT",
    "CELERY_TASK_SERIALIZER",
    "LOGGING",
    "INSTALLED_APPS",
)
READ = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}))
"""


@cache
def production_settings():
    """Nothing is set but what .env.example says a practice must set."""
    environment = production_environment() | {"DJANGO_SETTINGS_MODULE": "casemgmt.settings"}
    command = [sys.executable, "-c", READ, *READ_AT_RUN_TIME]
    return json.loads(subprocess.check_output(command, cwd=ROOT, env=environment, text=True))
