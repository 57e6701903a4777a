"""What our own source may not do: read as a tree, so that a comment or a text does not count."""

import ast
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.test import Client as Browser

from files.forms import UploadField
from tests.hostile.production import production_settings
from tests.test_bad_input import form_classes

ROOT = Path(settings.BASE_DIR)
PACKAGES = [*settings.OUR_PACKAGES, "casemgmt"]
MEASURING = ROOT / "practice" / "load"  # seed_load: fills an empty database with made-up rows, and nothing else
SCRIPTS = list((ROOT / "static" / "js").rglob("*.js"))
# Runs text as a program, reads objects out of text, or draws numbers that can be guessed.
NEVER = {
    *("eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads"),
    *("yaml.load", "hashlib.md5", "hashlib.sha1", "random.random", "random.choice", "random.randint", "mark_safe"),
    *("Template", "engines", "RawSQL", "tempfile.mktemp", "xml.dom", "shelve.open"),
}
# One word of a call's name is enough.
NEVER_ENDS = {".raw", ".extra", ".from_string"}
# Where it is, and why it does no harm.
ALLOWED = {
    ("reports/render.py", "mark_safe"): "takes out of a page what was escaped when that page was made",
}


def sources():
    for package in PACKAGES:
        for source in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in source.parts and not source.is_relative_to(MEASURING):
                yield source


def calls(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def forbidden(name, text):
    for node, called in calls(text):
        if (called in NEVER or called.endswith(tuple(NEVER_ENDS))) and (name, called) not in ALLOWED:
            yield f"{name}:{node.lineno} {called}"
        if any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords):
            yield f"{name}:{node.lineno} runs a shell"
        if any(word.arg is None and "request." in ast.unparse(word.value) for word in node.keywords):
            yield f"{name}:{node.lineno} takes the names of its arguments from a request"


@pytest.mark.asvs("1.2.4", "1.2.5", "1.3.2", "1.3.7", "1.5.2", "11.4.1", "11.5.1", "15.3.3")
def test_no_source_runs_text_or_takes_names_from_a_request():
    found = [line for source in sources() for line in forbidden(str(source.relative_to(ROOT)), source.read_text())]
    assert not found, "\n".join(found)


def test_a_careless_source_is_caught():
    """The negative control."""
    careless = "eval(x)\nsubprocess.run(x, shell=True)\nThing.objects.filter(**request.GET)\nClient.objects.raw(sql)\n"
    assert len(list(forbidden("careless.py", careless))) == 4


@pytest.mark.asvs("1.2.4")
def test_sql_is_written_in_one_place_and_of_our_own_words():
    """Cursors are opened where triggers and rights are made and where rows come in thousands; nowhere else."""
    with_cursor = {str(source.relative_to(ROOT)) for source in sources() if ".cursor()" in source.read_text()}
    assert with_cursor <= MAY_OPEN_A_CURSOR, with_cursor - MAY_OPEN_A_CURSOR


MAY_OPEN_A_CURSOR = {"audit/triggers.py", "audit/grants.py", "casemgmt/backup/rows.py", "reminders/many.py"}

# Who may open a connection of their own: the library that sends mail and the one that talks to the broker do it for us.
CONNECTS = {"urllib.request", "http.client", "requests", "httpx", "smtplib", "socket", "ftplib", "aiohttp"}
MAY_CONNECT = {
    "reminders/postbox.py": "sends the mail, to the server of EMAIL_URL",
    "files/clamd.py": "shows files to the virus scanner of CLAMD_URL, where there is one",
    "casemgmt/bootstrap/servers.py": "run.py asks 127.0.0.1 whether its own server is well",
    "casemgmt/deployment/alive.py": "a container asks itself whether it is well",
    "casemgmt/bootstrap/serving.py": "run.py looks whether its own port is free",
}


@pytest.mark.asvs("1.3.6", "13.1.1", "13.2.4", "13.2.5", "15.3.2")
def test_the_app_calls_nobody_but_its_own_services():
    found = {}
    for source in sources():
        for node in ast.walk(ast.parse(source.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if {name for name in names if any(name == one or name.startswith(f"{one}.") for one in CONNECTS)}:
                found[str(source.relative_to(ROOT))] = names
    assert set(found) <= set(MAY_CONNECT), found


@pytest.mark.asvs("3.2.2", "3.2.3", "14.3.3", "15.3.6", "3.5.5")
def test_our_scripts_write_text_only_keep_nothing_and_run_nothing():
    risky = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|sessionStorage"
        r"|indexedDB|document\.cookie|window\.postMessage|addEventListener\(\"message\"|__proto__|Object\.assign\(Object"
    )
    assert SCRIPTS
    found = {path.name: risky.findall(path.read_text()) for path in SCRIPTS}
    assert not {name: words for name, words in found.items() if words}


@pytest.mark.asvs("3.6.1", "3.7.1", "14.2.3")
def test_pages_load_nothing_from_elsewhere():
    loads = re.compile(r"(?:src|href|action)=\"(?:https?:)?//|url\((?:https?:)?//|@import", re.IGNORECASE)
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "css").rglob("*.css")]
    found = {str(page.relative_to(ROOT)): loads.findall(page.read_text()) for page in pages}
    assert not {name: words for name, words in found.items() if words}


@pytest.mark.asvs("5.2.2", "5.3.1", "5.3.2", "1.3.4")
def test_files_come_in_one_way():
    """Every form takes files by the field that asks what became of them; nothing else reads what a request brings."""
    fields = [field for kind in form_classes() for field in kind.base_fields.values()]
    assert {type(field) for field in fields if isinstance(field, forms.FileField)} == {UploadField}
    reads = {str(source.relative_to(ROOT)) for source in sources() if "request.FILES" in source.read_text()}
    assert reads == {
        "files/uploads.py",  # receives them
        "ui/forms.py",  # hands them to the form
        "ui/once.py",  # tells one form from another
        "ui/outage.py",  # only says that files must be chosen anew
    }


@pytest.mark.asvs("11.4.2")
def test_passwords_are_kept_with_argon2_as_today_advised():
    assert production_settings()["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hasher = Argon2PasswordHasher()
    assert hasher.memory_cost >= 19 * 1024
    assert hasher.time_cost >= 2


@pytest.mark.asvs("1.5.2")
def test_the_queue_carries_json_only():
    assert production_settings()["CELERY_ACCEPT_CONTENT"] == ["json"]
    assert production_settings()["CELERY_TASK_SERIALIZER"] == "json"


@pytest.mark.asvs("6.3.2", "13.4.2", "15.2.3")
def test_production_runs_without_debugging_demo_or_development_parts(db, django_user_model):
    assert production_settings()["DEBUG"] is False
    assert production_settings()["REQUIRE_MFA"] is True
    assert not [app for app in production_settings()["INSTALLED_APPS"] if re.search(r"debug|admin$|silk|test", app)]
    assert not django_user_model.objects.exists(), "migrations make nobody"
    assert Browser().get("/admin/").status_code in (302, 404)


@pytest.mark.asvs("13.3.1", "13.2.3")
def test_no_secret_stands_in_the_repository():
    """Keys, passwords in addresses and private keys, in everything but the tests."""
    secret = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|AGE-SECRET-KEY-1[0-9A-Z]{20}|AKIA[0-9A-Z]{16}|ghp_\w{36}"
        r"|SECRET_KEY\s*=\s*[\"'][^\"']{20,}|://[a-z]+:(?!password@|\$|\{|[A-Z_]+@)[^@\s/\"']{6,}@"
    )
    texts = [*(path for path in ROOT.glob("*") if path.is_file()), *(ROOT / "docs").rglob("*.md"), *sources()]
    found = {}
    for path in texts:
        if path.suffix not in (".png", ".sqlite3") and not path.name.startswith(".git"):
            found[path.name] = secret.findall(path.read_text(errors="replace"))
    assert not {name: words for name, words in found.items() if words}
