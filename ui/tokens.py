"""The signed token in each form. It says whose form this is and what it is about, even when the session is gone."""

from dataclasses import asdict, dataclass

from django.core import signing

GOOD_FOR_SECONDS = 24 * 3600
FIELD = "form_token"


@dataclass(frozen=True)
class FormToken:
    person: str
    form: str
    subject: str
    client: str
    path: str
    label: str
    draft: str = ""  # id and version of the draft that filled the page
    draft_version: int = 0

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt="form", compress=True)


def read_token(text: str) -> FormToken | None:
    """The token as it was signed within the last 24 hours, else None."""
    try:
        return FormToken(**signing.loads(text, salt="form", max_age=GOOD_FOR_SECONDS))
    except (signing.BadSignature, TypeError):
        return None
