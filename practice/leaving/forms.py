from collections import defaultdict
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from clients.models import ConflictWall
from practice.leaving.actions import Plan
from practice.leaving.work import Left, LeftFile
from ui.dates import counted, day
from ui.fields import LineField
from ui.forms import PageForm, limited

STOP = "stop"
LINKS = [("", "Go on under the case manager"), (STOP, "Stop now")]


class LeavingForm(PageForm):
    """One field for each client, each spell of cover, each shared link's client and each supervisee."""

    label = "Leaving"
    takes_away = True

    owner = forms.ModelChoiceField(
        label="Who takes on the clients",
        queryset=User.objects.none(),
        required=False,
        empty_label="Choose for each client",
        help_text="Every client below for whom you choose nobody else",
    )
    reason = LineField(
        label="Reason", max_length=500, help_text="Everybody who opens one of the files reads it: Leaves on 30 Nov"
    )
    sure = forms.BooleanField(
        label="End this person's access and every session of theirs now",
        error_messages={"required": "Tick the box to end this person's access"},
    )

    def __init__(self, *args: Any, person: User, left: Left, loads: dict[Any, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = left
        staff = User.objects.holding(Role.CASE_MANAGER).exclude(pk=person.pk).order_by("name", "pk")
        self.staff = {str(one.pk): one for one in staff}
        self.names = [(pk, f"{one.name} ({counted(loads.get(one.pk, 0), 'client')})") for pk, one in self.staff.items()]
        self.walled = _walled(left)
        self.names_of: dict[Any, list[str]] = defaultdict(list)
        for file in left.files:
            self._ask_about(file)
        supervisors = User.objects.holding(Role.SUPERVISOR).exclude(pk=person.pk).order_by("name", "pk")
        self.supervisors = {str(one.pk): one for one in supervisors}
        for supervision in left.supervisions:
            self._ask_who_supervises(supervision)
        if left.led:
            limited(self, "owner").queryset = staff
        else:
            del self.fields["owner"]
        self.order_fields([*(name for name in self.fields if name not in ("reason", "sure")), "reason", "sure"])

    def _ask_about(self, file: LeftFile) -> None:
        names = [(pk, words) for pk, words in self.names if (file.client.pk, pk) not in self.walled]
        whose = f"{file.client.short_name} {file.client.reference}"
        if file.lead:
            self._add(file, "owner", f"Who takes on {whose}", [("", "As above"), *names], hint=_hint(file))
        for spell in file.beside:
            if spell.kind == "cover":
                until = f"Until {day(spell.ends_at)}" if spell.ends_at else ""
                covers = f"Who goes on covering {whose}"
                self._add(file, f"cover_{spell.pk}", covers, [("", "Nobody"), *names], hint=until)
        if file.links:
            self._add(file, "links", f"{counted(file.links, 'shared link')} of {whose}", LINKS)

    def _add(self, file: LeftFile, what: str, label: str, choices: list[tuple[str, str]], *, hint: str = "") -> None:
        name = f"{what}_{file.client.reference}"
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, help_text=hint)
        self.names_of[file.client.pk].append(name)

    def _ask_who_supervises(self, supervision: Any) -> None:
        who = supervision.supervisee
        choices = [(pk, one.name) for pk, one in self.supervisors.items() if one != who]
        self.fields[f"supervisor_{supervision.pk}"] = forms.ChoiceField(
            label=f"Who supervises {who.name}",
            choices=[("", "Choose one"), *choices],
            error_messages={"required": f"Choose who supervises {who.name}"},
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for file in self.left.led:
            name = f"owner_{file.client.reference}"
            owner = self._owner(file, given)
            if owner is None and name not in self.errors:
                self.add_error(name, f"Choose who takes on {file.client.short_name}, {file.client.reference}")
            elif owner and (file.client.pk, str(owner.pk)) in self.walled:
                self.add_error(name, f"{owner.name} cannot be assigned to this client. Choose somebody else.")
        return given

    def _owner(self, file: LeftFile, given: dict[str, Any]) -> User | None:
        chosen = given.get(f"owner_{file.client.reference}")
        return self.staff[chosen] if chosen else given.get("owner")

    def plan(self) -> Plan:
        given = self.cleaned_data
        owners = {file.client: self._owner(file, given) for file in self.left.led}
        with_links = [file.client for file in self.left.files if file.links]
        return Plan(
            owners={client: owner for client, owner in owners.items() if owner},
            covers={
                spell: self.staff.get(given.get(f"cover_{spell.pk}_{file.client.reference}", ""))
                for file in self.left.files
                for spell in file.beside
            },
            supervisors={
                supervision: self.supervisors[given[f"supervisor_{supervision.pk}"]]
                for supervision in self.left.supervisions
            },
            links_about=[client.pk for client in with_links],
            links_stopped=[client.pk for client in with_links if given.get(f"links_{client.reference}") == STOP],
            reason=given["reason"],
        )

    @property
    def fields_led(self) -> list[Any]:
        return [self[name] for file in self.left.led for name in self.names_of[file.client.pk]]

    @property
    def fields_not_led(self) -> list[Any]:
        return [self[name] for file in self.left.not_led for name in self.names_of[file.client.pk]]

    @property
    def supervisor_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("supervisor_")]


def _hint(file: LeftFile) -> str:
    """What goes with the client."""
    words = [work.words for work in file.work]
    return ". ".join([*words, *([counted(file.drafts, "draft")] if file.drafts else [])])


def _walled(left: Left) -> set[tuple[Any, str]]:
    """Client and person, as the form names them: whom a wall that stands keeps from taking on a client."""
    walls = ConflictWall.objects.standing(timezone.now()).filter(client__in=[file.client for file in left.files])
    return {(client, str(staff)) for client, staff in walls.values_list("client", "staff")}
