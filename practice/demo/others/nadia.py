from clients.models import InstructionKind
from practice.demo.file import Story
from practice.demo.others.parties import insurer

NADIA = Story(
    opened=9,
    by="amara",
    lead="",
    person={
        "given_name": "Nadia",
        "family_name": "Bashir",
        "address": "8 Weir Lane\nEastmoor\nAW3 2PD",
        "injury_kind": "orthopaedic",
        "injury": "Motorcycle collision. Fractures of both lower legs.",
    },
    born=(25, 8, 21),
    injured=48,
    instruction=InstructionKind.INSURER,
    parties=(insurer("Northgate Insurance", "S. Lyle", "NG-91044", instructs=True),),
)
