"""What a file that was merged into another says otherwise: for those who may read the other one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from clients.comparison import Line
from clients.models import Circumstances, HospitalDocument, Merge
from clients.refiling import CHOSEN, FILLED
from ui.dates import day

NOT_SHOWN = {"id", "client", "changed_at", "changed_by", "version"}


def what_it_said(merge: Merge) -> list[Line]:
    """The earlier file's details and circumstances where the file itself says something else, and papers that stayed.

    How to get in and equality data that stayed there are not repeated: they have pages of their own.
    """
    here, there = merge.client, merge.earlier
    lines = list(_lines(here, there, (*CHOSEN, *FILLED)))
    kept = {row.client_id: row for row in Circumstances.objects.filter(client__in=[here, there])}
    if there.pk in kept and here.pk in kept:
        names = [field.name for field in Circumstances._meta.fields if field.name not in NOT_SHOWN]
        lines += _lines(kept[here.pk], kept[there.pk], names)
    papers = {(row.client_id, row.paper): row for row in HospitalDocument.objects.filter(client__in=[here, there])}
    for (client_id, paper), row in papers.items():
        if client_id == there.pk and (here.pk, paper) in papers:
            lines.append(Line(row.get_paper_display(), _paper(papers[here.pk, paper]), _paper(row)))
    return [line for line in lines if line.differs]


def _lines(here: Any, there: Any, names: Any) -> Iterator[Line]:
    for name in names:
        words = str(here._meta.get_field(name).verbose_name)
        said = _shown(there, name)
        if said:
            yield Line(f"{words[:1].upper()}{words[1:]}", _shown(here, name) or "Not recorded", said)


def _shown(row: Any, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, date):
        return day(value)
    shown = getattr(row, f"get_{name}_display", None)
    return str((shown() if shown else value) or "")


def _paper(row: HospitalDocument) -> str:
    return f"{row.get_state_display()}, {day(row.on)}"
