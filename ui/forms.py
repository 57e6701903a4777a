"""The base form of every page that changes something, and the crispy helper that draws it."""

import secrets
from dataclasses import replace
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from ui.models import Draft, read_version
from ui.tokens import FIELD, FormToken, read_token

READS_WITHOUT_ARTICLE = {"who", "what", "how", "why", "when", "where", "which", "the"}


class PageForm(forms.Form):
    """A form with a one-time key, a token for its draft and, where it edits a record, the record's version.

    `label` names the form in My day ("Contact record"). A form is opened with `open_form`, never built in a view.
    """

    label = "Form"
    takes_away = False  # what it ends does not come back by itself: the button is drawn in red
    use_required_attribute = False

    def __init__(self, *args: Any, token: FormToken, version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.token = token
        self.draft_saved_at: Any = None
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.current_version = version
        for name, field in self.fields.items():
            if not field.required and not isinstance(field, forms.BooleanField):
                field.widget.attrs.setdefault("data-optional", "true")
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = "Enter an e-mail address such as name@example.org."
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required_words(field, name)

    @property
    def once_key(self) -> str:
        """The key that was posted, so that a refused form keeps it; a new one on a new page."""
        return (self.data.get("once_key") if self.is_bound else None) or secrets.token_urlsafe(24)

    @property
    def posted_version(self) -> int:
        """The version of the record that the person was looking at."""
        return read_version(self.data.get("version", "")) if self.is_bound else 0

    @property
    def status(self) -> int:
        return 422 if self.is_bound and self.errors else 200


def limited(form: forms.Form, name: str) -> Any:
    """The field whose choices a form limits to what the person may see."""
    return form.fields[name]


def _required_words(field: forms.Field, name: str) -> str:
    """ "Kind of injury" gives "Choose the kind of injury". A label that does not read so brings words of its own."""
    if isinstance(field, forms.BooleanField):
        return "Tick the box to go on"
    what = (field.label or name.replace("_", " ")).strip("?. ")
    verb = "Choose" if isinstance(field, forms.ChoiceField) else "Enter"
    article = "" if what.split(" ")[0].lower() in READS_WITHOUT_ARTICLE else "the "
    return f"{verb} {article}{what[:1].lower()}{what[1:]}"


def open_form(
    request: Any,
    kind: type[PageForm],
    *,
    subject: str,
    client: Any = None,
    initial: dict[str, Any] | None = None,
    version: int | None = None,
    **kwargs: Any,
) -> Any:
    """The form of a page: bound on POST; on GET filled from `initial`, then from the person's draft if there is one.

    `subject` tells one form from another of its kind: a client's reference, or the id of the record it edits.
    """
    reference = client.reference if client is not None else ""
    name = f"{kind.__module__}.{kind.__name__}"
    token = FormToken(str(request.user.pk), name, subject, reference, request.path, kind.label)
    if request.method == "POST":
        posted = read_token(request.POST.get(FIELD, ""))
        if posted:
            token = replace(token, draft=posted.draft, draft_version=posted.draft_version)
        return kind(request.POST, request.FILES, token=token, version=version, initial=initial, **kwargs)
    draft = Draft.objects.filter(author=request.user, form=name, subject=subject).first()
    if version is not None and draft and draft.record_version:
        version = draft.record_version  # so that what others saved since then is shown before it is overwritten
    if draft:
        token = replace(token, draft=str(draft.pk), draft_version=draft.version)
    form = kind(token=token, version=version, initial=(initial or {}) | (draft.initial() if draft else {}), **kwargs)
    form.draft_saved_at = draft.saved_at if draft else None
    return form
