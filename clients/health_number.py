"""The ten figures by which the health services of the four nations know a person.

NHS numbers (England, Wales), CHI numbers (Scotland) and Health and Care numbers (Northern Ireland) end in a check
figure that is worked out in the same way.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError

from ui.fields import LineField

FIGURES = 10
NOT_TEN = "Enter the ten figures of the number, such as 943 476 5919."
A_SLIP = "This is no NHS or CHI number: its last figure does not agree with the others. Check it for a slip."


def is_health_number(figures: str) -> bool:
    """Ten figures whose last agrees with the nine before it (modulus 11), and not one figure ten times."""
    if not re.fullmatch(r"[0-9]{10}", figures) or len(set(figures)) == 1:
        return False
    weighed = sum(int(figure) * (FIGURES - place) for place, figure in enumerate(figures[:-1]))
    return (11 - weighed % 11) % 11 == int(figures[-1])


def spaced(figures: str) -> str:
    """As it stands on letters: 943 476 5919."""
    return f"{figures[:3]} {figures[3:6]} {figures[6:]}" if len(figures) == FIGURES else figures


class HealthNumberField(LineField):
    """Takes the number as it stands on a letter, spaces and hyphens included; gives the ten figures, or ""."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, required=False, **kwargs)
        self.widget.attrs |= {"class": "w-date", "inputmode": "numeric", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return spaced(value) if isinstance(value, str) and is_health_number(value) else value

    def clean(self, value: Any) -> str:
        figures = re.sub(r"[\s\-]", "", super().clean(value))
        if not figures:
            return ""
        if not re.fullmatch(r"[0-9]{10}", figures):
            raise ValidationError(NOT_TEN)
        if not is_health_number(figures):
            raise ValidationError(A_SLIP)
        return figures
