"""A table of clients from a colleague who retires: two rows are in order, three must be put right first."""

import tempfile

from accounts.models import User
from files.kinds import TABLES
from files.limits import Limits
from files.receiving import Received, receive
from practice.demo.days import Days
from practice.importing.actions import take_in
from practice.importing.columns import row_form
from practice.importing.rows import understood

NAME = "clients-of-dr-hale.csv"
TABLE = """\
First names;Last name;Date of birth;Kind of injury;Kind of instruction;Date of instruction;Who instructs;Instructing firm;Instructing firm also pays;Case manager;Next review;File colour
Ingrid;Solheim;4 Feb 1971;Orthopaedic or multiple injuries;Insurer;12/01/2026;Insurer;Harlow Insurance;yes;daniel@demo.example;;red
Wilf;Tranter;23/09/1958;Amputation;Single (claimant's solicitor);03/02/2026;Claimant's solicitor;Pike & Rowe Solicitors;yes;sam@demo.example;;blue
Bea;Quillon;31/02/1994;Brain injury;Insurer;19/01/2026;Insurer;Harlow Insurance;yes;;;red
Cedric;Amos;17/07/1983;Head;Private;02/03/2026;Client or family;Amos family;yes;d.hale@demo.example;;blue
Jordan;Ashby;;Brain injury;Insurer;02/03/2026;Insurer;Harlow Insurance;yes;;;blue
"""  # noqa: E501


def send_a_table(staff: dict[str, User], days: Days) -> None:
    by = staff["amara"]
    with tempfile.TemporaryFile() as file:
        file.write(TABLE.encode())
        file.seek(0)
        received = receive(NAME, file, limits=Limits(), kinds=TABLES)
    if isinstance(received, Received):
        table = understood(TABLE.encode(), row_form(by), most_rows=50)
        take_in(received, table, by=by, now=days.at(1, "16:40"))
