from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError

from files.kinds import DOCUMENTS, Kind, accept
from files.limits import Limits
from files.receiving import Received, Refusal
from files.uploads import Sent


class ChooseFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class UploadField(forms.FileField):
    """One file, or with `several` any number of them. Gives Received, or a list of it; refusals stand beside the field.

    The view carries @takes_files, which has looked into the files before the form is asked.
    """

    def __init__(self, *, several: bool = False, kinds: frozenset[Kind] = DOCUMENTS, **kwargs: Any) -> None:
        widget = ChooseFiles if several else forms.FileInput
        super().__init__(widget=widget(attrs={"accept": accept(kinds)}), **kwargs)
        self.several = several

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent: list[Sent] = [each for each in (data if isinstance(data, list) else [data]) if each]
        if not sent:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return [] if self.several else None
        received = [_received(each) for each in sent]
        problems = [each.words for each in received if isinstance(each, Refusal)]
        if problems:
            raise ValidationError(problems)
        return received if self.several else received[0]


class TakesFiles(forms.Form):
    """Stands before PageForm where files are among the fields.

    No browser takes a file back: whoever made another mistake is told to choose it anew.
    """

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UploadField):
                field.help_text = (
                    f"{field.help_text} PDF, picture, Word, Excel or text, up to {limits.megabytes}\u00a0MB. "
                    "Drafts keep what you type, not files."
                ).strip()

    @classmethod
    def typed(cls) -> list[str]:
        """Names of the fields that are no files."""
        return [name for name, field in cls.base_fields.items() if not isinstance(field, UploadField)]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors:
            self.ask_anew()

    def ask_anew(self) -> None:
        """Says beside each field that its files were not kept, for a form that is not saved."""
        for name, field in self.fields.items():
            taken = self.cleaned_data.get(name) if isinstance(field, UploadField) else None
            for each in taken if isinstance(taken, list) else filter(None, [taken]):
                self.add_error(
                    name, f"{each.name} is in order. Choose it anew: files are not kept with a refused form."
                )


def _received(sent: Sent) -> Received | Refusal:
    if not hasattr(sent, "received"):
        raise ImproperlyConfigured("A view whose form has an UploadField needs @takes_files, outside @once.")
    return sent.received
