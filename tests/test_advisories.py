"""Known vulnerabilities in what we depend on: what `run.py check` makes of the answers it may get."""

import json

import pytest

from casemgmt.bootstrap import advisories, checks

# As pip-audit 2.10 prints them; the first with the packages shortened to three.
NOTHING_KNOWN = {
    "dependencies": [
        {"name": "django", "version": "5.2.19", "vulns": []},
        {"name": "kombu", "version": "5.7.0", "vulns": []},
        {"name": "ours", "skip_reason": "Dependency not found on PyPI and could not be audited: ours (1.0)"},
    ],
    "fixes": [],
}
BEHIND_A_MIRROR = {
    "dependencies": [
        {"name": "amqp", "skip_reason": "Dependency not found on PyPI and could not be audited: amqp (5.4.2)"},
        {"name": "django", "skip_reason": "Dependency not found on PyPI and could not be audited: django (5.2.19)"},
    ],
    "fixes": [],
}
KNOWN = {
    "dependencies": [
        {
            "name": "weasyprint",
            "version": "69.0",
            "vulns": [{"id": "GHSA-983w-rhvv-gwmv", "fix_versions": ["70.0"], "aliases": ["CVE-2026-55073"]}],
        },
        {"name": "kombu", "version": "5.7.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": [], "aliases": []}]},
    ],
    "fixes": [],
}


@pytest.fixture
def answering(monkeypatch, tmp_path):
    """`answering(pypi, osv)`: a pip-audit that prints this for each source."""
    monkeypatch.setattr(advisories, "VENV", tmp_path)

    def set_up(*outputs):
        for source, output in zip(advisories.SOURCES, outputs, strict=True):
            (tmp_path / source).write_text(output)
        tool_that_runs(tmp_path, f'exec cat "{tmp_path}/${{1#*=}}"')

    return set_up


def tool_that_runs(folder, line):
    tool = folder / "bin" / "pip-audit"
    tool.parent.mkdir(exist_ok=True)
    tool.write_text(f"#!/bin/sh\n{line}\n")
    tool.chmod(0o755)


def test_nothing_known_passes_and_says_how_much_was_asked(answering, capsys):
    answering(json.dumps(NOTHING_KNOWN), "")
    assert checks._known_vulnerabilities()
    assert capsys.readouterr().out == "ok     advisories (2 packages asked about, 1 not on its list: nothing known)\n"


@pytest.mark.asvs("15.2.1")
def test_a_known_vulnerability_fails_and_names_the_release_that_mends_it(answering, capsys):
    answering(json.dumps(KNOWN), "")
    assert not checks._known_vulnerabilities()
    told = capsys.readouterr().out
    assert told.startswith("FAILED advisories")
    assert "weasyprint 69.0: GHSA-983w-rhvv-gwmv, put right in 70.0" in told
    assert "kombu 5.7.0: PYSEC-2026-1, put right in no release" in told


@pytest.mark.parametrize("output", ["", "Traceback (most recent call last):", "[]", "{}", json.dumps(BEHIND_A_MIRROR)])
def test_where_nobody_can_be_asked_it_says_so_and_does_not_fail(answering, capsys, output):
    """Behind a mirror pip-audit itself ends with "No known vulnerabilities found"."""
    answering(output, output)
    assert checks._known_vulnerabilities()
    assert capsys.readouterr().out == "ok     advisories (not asked: no advisory source answers)\n"


def test_the_second_source_is_asked_when_the_first_knows_nothing(answering):
    answering(json.dumps(BEHIND_A_MIRROR), json.dumps(KNOWN))
    assert len(advisories.ask().found) == 2


def test_a_source_that_hangs_or_a_tool_that_is_missing_is_no_answer(monkeypatch, tmp_path):
    monkeypatch.setattr(advisories, "VENV", tmp_path)
    assert not advisories.ask().asked
    tool_that_runs(tmp_path, "exec sleep 60")
    monkeypatch.setattr(advisories, "PATIENCE", 0.2)
    assert not advisories.ask().asked
