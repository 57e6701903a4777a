"""A person who was taken on twice: a solicitor sent Tobi again, spelt otherwise, and an admin merged the files."""

from clients.actions import NewParty, add_client
from clients.merge_actions import Choices, merge_files
from clients.models import Client, InstructionKind, PartyRole, Status
from practice.demo.file import Practice

TAKEN_ON, MERGED = 20, 3
REASON = "Same date of birth, same accident; the solicitor's letter names the same insurer"


def merge_the_second_file(practice: Practice) -> None:
    days, amara = practice.days, practice.staff["amara"]
    tobi = Client.objects.get(preferred_name="Tobi")
    second = add_client(
        by=amara,
        now=days.at(TAKEN_ON, "10:20"),
        person={
            "given_name": "Tobi",
            "family_name": tobi.family_name,
            "born_on": tobi.born_on,
            "injured_on": tobi.injured_on,
            "status": Status.ENQUIRY,
        },
        instruction={"kind": InstructionKind.SINGLE, "starts_on": days.on(TAKEN_ON)},
        parties=[
            NewParty(role=PartyRole.CLAIMANT_SOLICITOR, firm="Hale & Marsh", their_reference="HM/4017", instructs=True)
        ],
    )
    open_one = tobi.instructions.get(ends_on=None)
    merge_files(
        tobi,
        second,
        seen=tobi.version + second.version,
        choices=Choices(goes_on=open_one.pk),
        reason=REASON,
        by=amara,
        now=days.at(MERGED, "11:40"),
    )
