"""`python -m tests.asvs` writes docs/asvs.md anew."""

from tests.asvs.table import TABLE, text

TABLE.write_text(text())
print(f"{TABLE} written")  # noqa: T201
