"""Form fields that take what people type: dates in words, money with a pound sign, text that is checked once."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ui.text import check_line, check_text, is_blank

WRITTEN = ("%d/%m/%Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%a %d %b %Y", "%A %d %B %Y")
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
MOST_PENCE = 2_000_000_000
TOO_LONG = "Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d."


class LineField(forms.CharField):
    """One line of text, at most 255 characters unless said otherwise."""

    def __init__(self, *, max_length: int | None = 255, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = TOO_LONG

    def clean(self, value: Any) -> str:
        text = str(super().clean("" if is_blank(str(value or "")) else value))
        check_line(text)
        return text


class TextField(forms.CharField):
    """Several lines, kept to the letter: nothing is stripped from what somebody wrote."""

    def __init__(self, *, rows: int = 4, max_length: int | None = 100_000, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, strip=False, **kwargs)
        self.error_messages["max_length"] = TOO_LONG

    def clean(self, value: Any) -> str:
        text = "" if is_blank(str(value or "")) else str(value)
        text = str(super().clean(text.replace("\r\n", "\n")))
        check_text(text)
        return text


class DayField(forms.Field):
    """A date as people write it: 22/11/2026, 22 Nov 2026, 2026-11-22, today, tomorrow. Gives a `date` or None."""

    widget = forms.TextInput(attrs={"class": "w-date", "autocomplete": "off", "inputmode": "text"})

    def __init__(self, *, past: bool = False, future: bool = False, **kwargs: Any) -> None:
        self.must_be_past, self.must_be_future = past, future
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day} {value:%b %Y}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        text = re.sub(r"[\s,]+", " ", str(value or "")).strip(" .")
        if not text:
            return None
        found = _named_day(text.lower()) or _written_day(text)
        if not found:
            raise ValidationError("Enter a date such as 22 Nov 2026 or 22/11/2026.")
        if not EARLIEST <= found <= LATEST:
            raise ValidationError("Enter a year between 1900 and 2200.")
        return found

    def validate(self, value: Any) -> None:
        super().validate(value)
        today = timezone.localdate()
        if value and self.must_be_past and value > today:
            raise ValidationError("Enter a date that is today or in the past.")
        if value and self.must_be_future and value < today:
            raise ValidationError("Enter a date that is today or later.")


def _named_day(text: str) -> date | None:
    shift = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(text)
    return None if shift is None else timezone.localdate() + timedelta(days=shift)


def _written_day(text: str) -> date | None:
    if not text.isascii():
        return None
    text = re.sub(r"\b[Ss]ept\b", "Sep", text)
    for form in WRITTEN:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 a day, not a moment
        except ValueError:
            continue
    return None


class ClockField(forms.Field):
    """A time of day: 14:30, 2:30pm, 2pm, 1430. Gives a `time` or None."""

    widget = forms.TextInput(attrs={"class": "w-num", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if hasattr(value, "hour") else value

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip().lower().replace(".", ":").replace(" ", "")
        if not text:
            return None
        match = re.fullmatch(r"([0-9]{1,2}):?([0-9]{2})?(am|pm)?", text)
        hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 99)
        if match and match[3] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if match[3] == "pm" else 0)
        if hour > 23 or minute > 59:
            raise ValidationError("Enter a time such as 2:30pm or 14:30.")
        return datetime(2000, 1, 1, hour, minute).time()  # noqa: DTZ001 only its time is used


class PoundsField(forms.Field):
    """An amount in pounds as typed (£1,080 or 45.50). Gives whole pence, or None when empty."""

    widget = forms.TextInput(attrs={"class": "w-num", "inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:.2f}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = re.sub(r"[£\s,]", "", str(value or ""))
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", text):
            raise ValidationError("Enter an amount in pounds, such as 1,080 or 45.50.")
        pounds, _, pence = text.partition(".")
        amount = int(pounds) * 100 + int((pence or "0").ljust(2, "0"))
        if amount > MOST_PENCE:
            raise ValidationError("Enter an amount of less than £20 million.")
        return amount


class WholeNumberField(forms.IntegerField):
    """A whole number within bounds, typed into a short box."""

    def __init__(self, *, min_value: int = 0, max_value: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "w-num", "inputmode": "numeric"}))
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)
        bounds = f"Enter a whole number from {min_value} to {max_value}."
        self.error_messages |= {"min_value": bounds, "max_value": bounds}

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip().replace(",", "").rstrip(".") if not isinstance(value, int) else str(value)
        if text and not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise ValidationError("Enter a whole number.")
        return int(text) if text else None
