"""A word of its own in each text column of each file, so that a leak can be seen in any answer."""

import re
import uuid

from django.db import connection
from django.db.models import CharField, EmailField, TextField

from audit import triggers
from files import place
from files.models import StoredFile
from tests.access.practice import build, file_models

# Text that is not somebody's words: keys, digests, names of routes, and pages made of other fields.
NOT_WORDS = {
    "reference",
    "route",
    "target",
    "target_kind",
    "target_id",
    "token_digest",
    "passcode_hash",
    "data_digest",
    "html_digest",
    "pdf_digest",
    "number",
    "measure",
    "icon",
    "client_reference",
    "message_id",
    "claimed_by",
    "word",
    "html",
    "stored_name",
    "sha256",
    "uploaded_by_id",
    "refusal",
}
MARKUP = "<b title='x'>"
# Identity, allocation and money: what an admin knows of every client.
KNOWN = {
    "clients.Client": {"given_name", "family_name", "preferred_name", "nhs_number"},
    "clients.Party": {"firm", "contact_name", "email", "telephone", "their_reference"},
    "clients.Assignment": {"reason"},
    "clients.WeightOverride": {"reason"},
    "clients.CaseManagerChoice": {"said_by", "words"},
    "clients.PossibleMatch": {"named", "reasons", "reason"},
    "clients.Merge": {"reason", "undone_why"},
    "clients.ConflictWall": {"reason", "ended_why"},
    "clients.HandoverLine": {"problem"},
    "reminders.Reminder": {"problem"},
    "practice.Enquiry": {
        *("firm", "contact_name", "email", "telephone", "their_reference", "given_name", "family_name", "area"),
    },
    "practice.EnquiryDecision": {"reason"},
    "practice.Intake": {"given_up_reason"},
}
# The provider directory belongs to the practice: everybody may read it.
NOT_OF_A_FILE = {"providers.Provider"}
# Who may read which file. An admin knows every client, without the clinical text.
READS = {
    "lead": {"own"},
    "cover during": {"own"},
    "own supervisor": {"own"},
    "opened with reason": {"own"},
}


def with_words():
    """The shared practice with `words`: for each of the two files, word to (model, column)."""
    practice = build()
    triggers.remove(connection)
    practice.words = {"own": plant(practice.own), "foreign": plant(practice.foreign)}
    triggers.install(connection)
    return practice


def plant(file):
    """Puts a word of its own into each text column of each row of a file: word to (model, column)."""
    words = {}
    for model in file_models():
        row = file.rows.get(model._meta.label)
        if row is None or model._meta.label in NOT_OF_A_FILE:
            continue
        values = {column.name: word_for(column) for column in model._meta.fields if is_words(column)}
        words |= {re.match("[a-z]+", word)[0]: (model._meta.label, name) for name, word in values.items()}
        model.objects.filter(pk=row.pk).update(**values)
    stored = file.rows["files.StoredFile"]
    words[place.path_of(stored.stored_name).read_text()] = ("files.StoredFile", "what is in the file")
    return words


def is_words(column):
    return isinstance(column, CharField | TextField) and not column.choices and column.name not in NOT_WORDS


def word_for(column):
    """A word with markup behind it, where there is room for it."""
    word = "cnr" + "".join(chr(ord("a") + int(digit, 16)) for digit in uuid.uuid4().hex[:12])
    if column.model is StoredFile:
        return f"{word}.txt"  # a name is made harmless before it is stored
    if isinstance(column, EmailField):
        return f"{word}@canary.example"
    return word[: column.max_length or 15] if (column.max_length or 99) < len(word + MARKUP) else word + MARKUP


def shown(practice, which, text, *, leave_out=()):
    words, candidates = practice.words[which], like_words(text)
    return sorted({words[word] for word in words if word in candidates} - set(leave_out), key=str)


def like_words(text):
    """All of a text that might be one of the words, in a fraction of its length."""
    return " ".join(re.findall("(?=(cnr[a-z]*))", text))


def known_only():
    return [(label, name) for label, names in KNOWN.items() for name in names]


def leaks(practice, person, response):
    """What an answer shows of a file that this person may not read."""
    text = text_of(response)
    for which in {"own", "foreign"} - READS.get(person, set()):
        for label, name in shown(practice, which, text, leave_out=known_only() if person == "admin" else ()):
            yield f"shows {label}.{name} of the {which} file"


def unescaped(practice, text):
    """Columns whose markup came through as markup; a column too short to hold any is followed by the page's own."""
    return sorted(
        {place for words in practice.words.values() for word, place in words.items() if f"{word}{MARKUP[:3]}" in text}
    )


def text_of(response):
    """Everything that came back, headers included."""
    return f"{dict(response.headers)} {response.content.decode(errors='replace')}"
