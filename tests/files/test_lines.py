"""Senders that break off, or never end. Half a form is not taken for a whole one."""

import re
import socket
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client as Browser

from clients.models import Consent, Risk
from files.models import StoredFile
from files.uploads import WholeBody
from tests.files.ground import files_in

pytestmark = pytest.mark.django_db(transaction=True)

BOUNDARY = "----between"


@pytest.fixture
def line(live_server, case_manager, client_file):
    """Sends the first bytes of a form with a file in it, and says how long it would be."""
    browser = Browser()
    browser.force_login(case_manager)
    where = f"/clients/{client_file.reference}/people/consent/"
    page = browser.get(where).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    fields |= {"with_whom": "providers", "scope": "everything", "how": "writing", "given_as": "client"}
    fields |= {"given_on": "today", "given_by": "Jon", "ends_on": ""}
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())

    def send(content, *, announced, whole=False):
        body = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="evidence"; filename="notes.txt"\r\n\r\n'
        sent = body.encode() + content + (f"\r\n--{BOUNDARY}--\r\n".encode() if whole else b"")
        length = len(sent) if whole else announced
        server = urlsplit(live_server.url)
        head = (
            f"POST {where} HTTP/1.1\r\nHost: {server.netloc}\r\nCookie: {cookies}\r\nContent-Length: {length}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection((server.hostname, server.port), timeout=60) as connection:
            connection.sendall(head.encode() + sent)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while block := connection.recv(1 << 16):
                answer += block
        return answer.split(b"\r\n")[0].decode()

    return send


@pytest.fixture
def before(client_file):
    return Consent.objects.count()


def test_a_whole_form_is_taken(line, before):
    assert "303" in line(b"Signed", announced=0, whole=True)
    assert StoredFile.objects.get().size == 6


def test_a_form_that_breaks_off_saves_nothing_and_leaves_nothing(line, before, media):
    line(b"Sign", announced=1_000_000)
    assert Consent.objects.count() == before
    assert not files_in(media)


def test_control_without_the_count_it_is_saved_without_its_file(line, before, monkeypatch):
    monkeypatch.delattr(WholeBody, "upload_complete")
    line(b"Sign", announced=1_000_000)
    assert Consent.objects.count() == before + 1
    assert not StoredFile.objects.exists()


def test_a_stream_of_five_gigabytes_is_turned_away_with_words(line, before, media):
    assert "413" in line(b"a" * 1_000_000, announced=5_000_000_000)
    assert not files_in(media)


@pytest.fixture
def typed(live_server, case_manager, client_file):
    """Sends the beginning of a form of text, and says that it would be longer."""
    browser = Browser()
    browser.force_login(case_manager)
    where = f"/clients/{client_file.reference}/safety/risk/"
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', browser.get(where).content.decode()))
    fields |= {"hazard": "Dog", "severity": "low", "raised_on": "today", "in_place": "Ring ahead, and never"}
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())

    def send(*, cut):
        body, server = urlencode(fields).encode(), urlsplit(live_server.url)
        head = (
            f"POST {where} HTTP/1.1\r\nHost: {server.netloc}\r\nCookie: {cookies}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
        )
        with socket.create_connection((server.hostname, server.port), timeout=60) as connection:
            connection.sendall(head.encode() + body[: len(body) - cut])
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1 << 16):
                pass

    return send


def test_text_that_breaks_off_is_not_saved_as_half_of_it(typed):
    typed(cut=len("+and+never"))
    assert not Risk.objects.exists()


def test_text_that_arrives_whole_is_saved(typed):
    typed(cut=0)
    assert Risk.objects.get().in_place == "Ring ahead, and never"
