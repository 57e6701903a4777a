from typing import Any

from accounts.models import PracticeSettings, User
from files import place
from files.forms import UploadField
from files.kinds import TABLES
from files.limits import Limits
from files.receiving import Received
from practice.importing.columns import row_form
from practice.importing.rows import Table, understood
from ui.csv_reading import NotATable
from ui.forms import PageForm


class ImportForm(PageForm):
    """Takes a table that can be read as a whole; what is wrong with single rows is said on the next page."""

    label = "Table of clients"

    file = UploadField(label="Table as CSV", kinds=TABLES, error_messages={"required": "Choose a table"})

    def __init__(self, *args: Any, staff: User, practice: PracticeSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff, self.practice = staff, practice
        limits: Limits = practice.file_limits
        self.fields["file"].help_text = (
            f"Up to {practice.import_rows:,} clients and {limits.megabytes}\u00a0MB. "
            "Nothing is added yet: the next page says what is wrong with which row."
        )
        self.table: Table | None = None

    def clean_file(self) -> Received:
        received: Received = self.cleaned_data["file"]
        content = place.path_of(received.stored_name).read_bytes()
        try:
            self.table = understood(content, row_form(self.staff), most_rows=self.practice.import_rows)
        except NotATable as problem:
            self.add_error("file", f"{received.name} was not added. {problem}")
        return received
