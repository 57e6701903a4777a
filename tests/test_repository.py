"""The repository keeps its own rules."""

import ast
import io
import os
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models

from audit import triggers
from clients.access import ClientQuerySet, FileQuerySet
from clients.models import Client
from tests.access.practice import file_models

ROOT = Path(settings.BASE_DIR)
PACKAGES = [*settings.OUR_PACKAGES, "casemgmt"]
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete", "update"}
# Writes outside actions.py, and why: what is not a change of the practice's record, or is the way every change goes.
MAY_WRITE = {
    "ui/once.py": "the one-time key is part of carrying out a POST",
    "ui/versions.py": "swap is the one UPDATE of versioned records, called by actions",
    "accounts/models/practice.py": "the settings row is made on first read",
    "practice/load/store.py": "seed_load fills an empty database in bulk; tests/practice/test_seed_load.py compares",
}
NOT_A_ROW = {"session", "cookies", "headers", "data", "context", "values", "digest", "sha256", "posted", "chosen"}
NOT_A_ROW |= {"picture", "pdf"}


def sources(*folders):
    for folder in folders:
        for found in sorted((ROOT / folder).rglob("*.py")):
            if not {"migrations", "__pycache__"} & set(found.parts):
                yield found


def name_of(source):
    return str(source.relative_to(ROOT))


def writes_in(source):
    """Calls that look like a write to the database."""
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            on = ast.unparse(node.func.value)
            of_rows = node.func.attr != "update" or any(word in on for word in ("objects", "filter", "manager"))
            if of_rows and on.split("(")[0].split(".")[-1] not in NOT_A_ROW:
                yield node.lineno, f"{on}.{node.func.attr}"


def test_rows_are_written_in_actions_only():
    found = {
        f"{name_of(source)}:{line} {call}"
        for source in sources(*PACKAGES)
        if "actions" not in source.stem and name_of(source) not in MAY_WRITE
        for line, call in writes_in(source)
    }
    assert not found, "\n".join(sorted(found))


def test_a_write_in_a_view_is_caught(tmp_path):
    """The negative control of the rule above."""
    view = tmp_path / "views.py"
    view.write_text(
        "def view(request):\n    Client.objects.filter(pk=1).update(status='closed')\n    request.session.save()\n"
    )
    assert [call for _, call in writes_in(view)] == ["Client.objects.filter(pk=1).update"]


def test_every_setting_stands_in_the_example():
    read = set()
    for source in sources("casemgmt"):
        text = source.read_text()
        read |= set(re.findall(r'(?:env\.\w+|secret|environ\.get|getenv)\(\s*"([A-Z][A-Z_]+)"', text))
    explained = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    from_outside = {"CI", "PATH", "HOME", "DJANGO_SETTINGS_MODULE"}
    assert not read - explained - from_outside
    assert {"DATABASE_URL", "SECRET_KEY", "REQUIRE_MFA"} <= read


def test_migrations_are_complete(db):
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


def test_the_append_only_tables_have_their_triggers(db):
    assert not triggers.missing(connection)


def test_imports_point_downwards_in_the_order_of_the_design():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert contracts[0]["layers"] == ["casemgmt", *reversed(settings.OUR_PACKAGES)]


def test_every_record_of_a_file_starts_at_a_door():
    for model in file_models():
        columns = {column.name: column.related_model for column in model._meta.fields}
        if columns.get("client") is Client and model._meta.label != "clients.SearchWord":
            assert issubclass(model._default_manager._queryset_class, FileQuerySet), model
    assert issubclass(Client.objects._queryset_class, ClientQuerySet)


def test_records_are_never_deleted_with_their_parent():
    """Only search words, match keys, drafts, keys and what other libraries keep may go with what they hang on."""
    cascading = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        if model._meta.app_label in settings.OUR_PACKAGES
        for column in model._meta.fields
        if isinstance(column, models.ForeignKey) and column.remote_field.on_delete is models.CASCADE
    }
    assert cascading == {
        "clients.SearchWord.client",
        "clients.MatchKey.client",
        "ui.Draft.author",
        "ui.OnceKey.person",
    }


def test_every_audited_verb_is_looked_for_in_some_test():
    written, tested = {}, " ".join(source.read_text() for source in sources("tests"))
    for source in sources(*PACKAGES):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("record", "audit.record") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    written[first.value] = name_of(source)
    assert len(written) > 20
    assert not {verb: where for verb, where in written.items() if f'"{verb}"' not in tested}


def test_text_of_people_is_never_marked_safe():
    allowed = {"reports/render.py", "ui/charts.py"}
    for source in sources(*PACKAGES):
        assert "mark_safe" not in source.read_text() or name_of(source) in allowed, source
    for template in (ROOT / "templates").rglob("*.html"):
        unsafe = re.search(r"\|\s*safe\b|autoescape off", template.read_text())
        assert not unsafe, template


def test_templates_hold_no_inline_script_or_style():
    """The content security policy would refuse them, in silence."""
    for template in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", template.read_text(), flags=re.DOTALL)
        assert not re.search(r"<style\b|\sstyle=|\son\w+=\"|<script(?![^>]*\bsrc=)", text), template


def test_nobody_left_a_note_to_self_or_a_path_of_their_machine():
    left = re.compile(
        "|".join(["TO" + "DO", "FIX" + "ME", r"<{7} ", r">{7} ", r"breakpoint\(\)", r"/(?:home|Users)/\w+/"])
    )
    for source in [*sources(*PACKAGES, "tests"), *(ROOT / "templates").rglob("*.html"), *(ROOT / "docs").rglob("*.md")]:
        found = left.search(source.read_text())
        assert not found or source == Path(__file__), f"{source}: {found[0]}"


@pytest.mark.parametrize("package", PACKAGES)
def test_files_and_functions_stay_short(package):
    for source in sources(package):
        text = source.read_text()
        assert text.count("\n") < 400, source
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 50, f"{source}: {node.name}"


def test_test_files_stay_short():
    for source in sources("tests"):
        assert source.read_text().count("\n") < 500, source


def test_the_suite_runs_on_a_file_or_on_postgresql():
    """An in-memory database would hide what two connections do to each other."""
    assert settings.DATABASES["default"]["TEST"].get("NAME") or os.environ.get("TEST_DATABASE_URL")
