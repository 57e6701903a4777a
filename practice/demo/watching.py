"""Who is kept from a file, and who opened one with a reason, told in days."""

from dataclasses import dataclass
from datetime import timedelta

from clients.models import OpeningNotice
from clients.opening_actions import note_seen, open_with_reason, review_opening
from clients.wall_actions import build_wall
from practice.demo.file import File

SEEN_AFTER = timedelta(hours=3)


@dataclass(frozen=True)
class OpenedWithReason:
    """`seen_by` names those who ticked it seen; `reviewed` is who looked into it, after how many days, and how."""

    ago: int
    at: str
    who: str
    reason: str
    seen_by: tuple[str, ...] = ()
    reviewed: tuple[str, int, str] = ("", 0, "")

    def happen(self, file: File) -> None:
        now = file.days.at(self.ago, self.at)
        opening = open_with_reason(file.client.reference, reason=self.reason, by=file.who(self.who), now=now)
        for notice in OpeningNotice.objects.filter(opening=opening, person__in=map(file.who, self.seen_by)):
            note_seen(notice, now=now + SEEN_AFTER)
        by, days_later, remark = self.reviewed
        if by:
            review_opening(opening, remark=remark, by=file.who(by), now=file.now(self.ago - days_later))


@dataclass(frozen=True)
class WalledOff:
    """Somebody knows the client, and is kept from the file."""

    ago: int
    who: str
    reason: str

    def happen(self, file: File) -> None:
        build_wall(
            file.client, staff=file.who(self.who), by=file.who("amara"), now=file.now(self.ago), reason=self.reason
        )
