"""When registers are renewed. A suggestion for the date on a form, never a date that is recorded by itself."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models.register import Register, years_after


@dataclass(frozen=True)
class Cycle:
    """Renewal on one day of the year, every so many years, one of which is named."""

    month: int
    day: int
    a_year: int
    years: int

    def next_end(self, today: date) -> date:
        year = today.year + (self.a_year - today.year) % self.years
        end = date(year, self.month, self.day)
        return end if end >= today else end.replace(year=year + self.years)


# hcpc-uk.org/employers/registration/renewals: each profession every two years, on a day of its own. Social Work
# England: every 30 November. The NMC renews on a day of each nurse's own, every year by its fee.
CYCLES: dict[str, Cycle] = {
    Register.HCPC_OT: Cycle(10, 31, 2025, 2),
    Register.HCPC_PHYSIO: Cycle(4, 30, 2026, 2),
    Register.HCPC_PSYCHOLOGIST: Cycle(5, 31, 2025, 2),
    Register.HCPC_SLT: Cycle(9, 30, 2025, 2),
    Register.HCPC_DIETITIAN: Cycle(6, 30, 2026, 2),
    Register.SWE: Cycle(11, 30, 2025, 1),
}
YEARS: dict[str, int] = {Register.HCPC_OTHER: 2, Register.NMC: 1}


def suggested_end(which: str, *, before: date | None, today: date) -> date | None:
    """The end of the cycle after `before`, or of the one that runs today; None where the register has no known one."""
    cycle = CYCLES.get(which)
    if cycle:
        return cycle.next_end(max(before + timedelta(days=1), today) if before else today)
    return years_after(before, YEARS[which]) if before and which in YEARS else None
