"""The web server for a practice: gunicorn --config python:casemgmt.gunicorn casemgmt.wsgi

Its log has a line a request: when, its number, method, path, status, bytes, milliseconds. No query string, no referrer,
no address: who opened what stands in the audit log.
"""

import os
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
worker_class = "gthread"
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108 - memory, so that a heartbeat never waits for a disk; the rest is read-only
    worker_tmp_dir = "/dev/shm"  # noqa: S108
timeout = 120  # longer than a PDF may take
graceful_timeout = 30
max_requests, max_requests_jitter = 5000, 500

accesslog = "-"
access_log_format = "%({x-request-id}o)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
_HANDLER = {"class": "logging.StreamHandler", "formatter": "line"}
_LINE = {"()": "ui.logs.Line", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": _LINE},
    "handlers": {"stderr": _HANDLER},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        name: {"handlers": ["stderr"], "level": "INFO", "propagate": False}
        for name in ("gunicorn.error", "gunicorn.access")
    },
}
