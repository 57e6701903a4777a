"""The protections that a negative control takes off in its own server process. Product code has no such switch."""

import secrets

from django.db.models import F

from ui import once, versions


def one_time_keys():
    """Each POST is carried out, however often it comes."""
    once._key = lambda request: secrets.token_hex(32)


def versions_of_records():
    """The last one to save wins, and nobody is told."""

    def overwrite(record, *, version, **values):
        type(record)._default_manager.filter(pk=record.pk).update(version=F("version") + 1, **values)
        return list(values)

    versions.swap.__code__ = overwrite.__code__  # the actions hold the function itself


SWITCHES = {"one_time_keys": one_time_keys, "versions_of_records": versions_of_records}


def off(names):
    for name in filter(None, names.split(",")):
        SWITCHES[name]()
