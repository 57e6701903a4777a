"""Backups that were cut off, altered or put together anew: each is refused before anything is written (F22)."""

import json

import pytest
from django.core.management.base import CommandError
from django.db import connection

from casemgmt.backup import reading, restoring
from casemgmt.backup.manifest import Tally
from casemgmt.backup.problems import Damaged, Refused
from tests.backup.ground import put_together, run, tables_with_rows, taken_apart

RECORDS = "database/records_contactrecord/000001"


# --- Damage to the file as it lies there ------------------------------------------------------------------------------


def half(content):
    return content[: len(content) // 2]


def without_its_last_byte(content):
    return content[:-1]


def with_one_byte_more(content):
    return content + b"\0"


def flipped(at):
    def flip(content):
        place = int(at * (len(content) - 1))
        return content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :]

    flip.__name__ = f"flipped_at_{at}"
    return flip


def empty(content):
    return b""


TO_THE_FILE = [half, without_its_last_byte, with_one_byte_more, flipped(0), flipped(0.5), flipped(1), empty]


# --- Damage by somebody who knows the format: sealed, and encrypted for the right key ---------------------------------


def no_file(parts):
    del parts["media/documents/scan.pdf"]


def another_file(parts):
    parts["media/documents/scan.pdf"] = b"%PDF something else"


def one_file_more(parts):
    parts["media/planted.pdf"] = b"%PDF"


def no_table(parts):
    del parts[RECORDS]


def rows_edited(parts):
    assert b"Walked to the shop" in parts[RECORDS]
    parts[RECORDS] = parts[RECORDS].replace(b"Walked to the shop", b"Walked to the pubs")


def one_row_fewer(parts):
    parts[RECORDS] = parts[RECORDS].partition(b"\n")[2]


def no_manifest(parts):
    del parts["manifest.json"]


def manifest_of_another_backup(parts):
    alter_manifest(parts, lambda manifest: manifest["tables"]["clients_client"].update(rows=0))


def no_table_and_not_a_word_of_it(parts):
    del parts[RECORDS]
    alter_manifest(parts, lambda manifest: manifest["tables"].pop("records_contactrecord"))


def file_outside_the_folder(parts):
    manifest = json.loads(parts.pop("manifest.json"))
    parts["media/../evil"] = parts.pop("media/empty")
    manifest["files"]["../evil"] = manifest["files"].pop("empty")
    parts["manifest.json"] = json.dumps(manifest).encode()


def from_the_future(parts):
    alter_manifest(parts, lambda manifest: manifest["migrations"].append("clients.9999_telepathy"))


def another_format(parts):
    alter_manifest(parts, lambda manifest: manifest.update(format=2))


def row_without_its_client(parts):
    """The sums agree: only the database itself notices."""
    parts["database/clients_client/000001"] = parts["database/clients_client/000001"].partition(b"\n")[2]
    with_fitting_sums(parts)


def alter_manifest(parts, alter):
    manifest = json.loads(parts["manifest.json"])
    alter(manifest)
    parts["manifest.json"] = json.dumps(manifest).encode()


def with_fitting_sums(parts):
    def alter(manifest):
        for table, wanted in manifest["tables"].items():
            tally = Tally()
            for name, content in parts.items():
                if name.startswith(f"database/{table}/"):
                    tally.add(content)
            wanted.update(rows=tally.rows, sha256=tally.sha256.hexdigest())

    alter_manifest(parts, alter)


TO_THE_CONTENT = {
    no_file: "the file documents/scan.pdf is missing",
    another_file: "the file documents/scan.pdf is not the one its manifest names",
    one_file_more: "planted.pdf stands after its manifest",
    no_table: "the table records_contactrecord has 0 rows",
    rows_edited: "the table records_contactrecord has .* rows that are not",
    one_row_fewer: "the table records_contactrecord has .* rows that are not",
    no_manifest: "its manifest is missing",
    manifest_of_another_backup: "the table clients_client has .* rows that are not the 0",
    no_table_and_not_a_word_of_it: "not the same: records_contactrecord",
    file_outside_the_folder: "outside MEDIA_ROOT",
    from_the_future: "newer version of the application: clients.9999_telepathy",
    another_format: "has format 2",
    row_without_its_client: "The database does not take the rows",
}
KINDS = ["plain", "encrypted"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", TO_THE_FILE, ids=lambda damage: damage.__name__)
def test_a_damaged_file_is_refused_and_nothing_written(db, backups, media, tmp_path, kind, damage):
    whole, identity = backups.of(kind)
    damaged = tmp_path / whole.name
    damaged.write_bytes(damage(whole.read_bytes()))

    with pytest.raises(CommandError, match="damaged, nothing was restored"):
        run("restore", damaged, identity=identity)

    assert not tables_with_rows()
    assert not media.exists()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", TO_THE_CONTENT, ids=lambda damage: damage.__name__)
def test_altered_content_is_refused_and_nothing_written(db, backups, media, tmp_path, kind, damage):
    whole, identity = backups.of(kind)
    parts = taken_apart(whole, identity)
    damage(parts)

    with pytest.raises(CommandError, match=TO_THE_CONTENT[damage]):
        run("restore", put_together(parts, tmp_path / whole.name, identity), identity=identity)

    assert not tables_with_rows()
    assert not any(path.is_file() for path in media.rglob("*"))
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_content_put_together_unaltered_is_taken(db, backups, media, tmp_path, kind):
    """The negative control: it is the damage that is refused, not the putting together."""
    whole, identity = backups.of(kind)
    again = put_together(taken_apart(whole, identity), tmp_path / whole.name, identity)

    run("restore", again, identity=identity)

    assert "records_contactrecord" in tables_with_rows()


def test_without_the_checks_an_edited_row_would_come_back_as_if_it_were_true(db, backups, media, tmp_path, monkeypatch):
    """The negative control of the checks: it is they that refuse, and not the database."""
    parts = taken_apart(backups.plain)
    rows_edited(parts)
    edited = put_together(parts, tmp_path / "edited.backup")
    monkeypatch.setattr(restoring, "verified", lambda path, identity: reading.manifest_from(parts["manifest.json"]))
    with pytest.raises(restoring.Different):
        restoring.restore(connection, edited, identity=None, media_root=media)
    monkeypatch.setattr(restoring, "compare", lambda *arguments: [])

    restoring.restore(connection, edited, identity=None, media_root=media)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_contactrecord WHERE text LIKE 'Walked to the pubs%'")
        assert cursor.fetchone()[0] > 0


@pytest.mark.parametrize("kind", KINDS)
def test_one_flipped_bit_is_found_wherever_it_is(backups, tmp_path, kind):
    whole, identity = backups.of(kind)
    content, damaged = bytearray(whole.read_bytes()), tmp_path / "flipped.backup"
    last = len(content) - 1
    places = {*range(24), *range(0, last, last // 40), *range(last - 24, last + 1)}

    unnoticed = []
    for place in sorted(places):
        content[place] ^= 1
        damaged.write_bytes(content)
        content[place] ^= 1
        try:
            reading.verified(damaged, identity)
        except Damaged:
            continue
        unnoticed.append(place)

    assert not unnoticed
    damaged.write_bytes(content)
    assert reading.verified(damaged, identity).rows > 1000


def test_the_wrong_identity_and_none_are_told_apart_from_damage(db, backups, media, tmp_path):
    run("backup", new_key=tmp_path / "another")

    with pytest.raises(CommandError, match="made for another key"):
        run("restore", backups.encrypted, identity=tmp_path / "another")
    with pytest.raises(CommandError, match="name the identity with --identity"):
        run("restore", backups.encrypted)


def test_something_that_is_no_backup_is_one_sentence(db, media, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear practice")

    with pytest.raises(Refused, match="does not begin like a backup"):
        restoring.restore(connection, tmp_path / "letter.txt", identity=None, media_root=media)
    with pytest.raises(CommandError, match="There is no file"):
        run("restore", tmp_path / "nothing.backup")
