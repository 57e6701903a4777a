"""The words of mail to staff about their own account. No client and nothing clinical is known here."""

from urllib.parse import urljoin

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from accounts.models import Invitation, Notice, NoticeKind, PracticeSettings
from ui.dates import moment

SUBJECTS = {
    NoticeKind.INVITATION: "Invitation to {practice}",
    NoticeKind.RESET_LINK: "Choose a new password",
    NoticeKind.NEW_DEVICE: "Sign-in from a new device",
    NoticeKind.PASSWORD_CHANGED: "Your password was changed",
    NoticeKind.PASSWORD_RESET: "Your password was reset",
    NoticeKind.FACTOR_ADDED: "A second step was added to your account",
    NoticeKind.FACTOR_REMOVED: "A second step was removed from your account",
    NoticeKind.CODES_RENEWED: "You have new recovery codes",
    NoticeKind.CODE_USED: "A recovery code was used",
    NoticeKind.FACTOR_RESET: "Your second step was reset",
    NoticeKind.COLLEAGUE_RESET: "A colleague's second step was reset",
}
SAID = {
    NoticeKind.NEW_DEVICE: "Somebody signed in to your account from a browser we had not seen before.",
    NoticeKind.PASSWORD_CHANGED: "The password of your account was changed. Other devices were signed out.",
    NoticeKind.PASSWORD_RESET: "The password of your account was reset through a link sent to this address.",
    NoticeKind.FACTOR_ADDED: "{what} can now be used to sign in to your account.",
    NoticeKind.FACTOR_REMOVED: "{what} can no longer be used to sign in to your account.",
    NoticeKind.CODES_RENEWED: "New recovery codes were made for your account. The old ones no longer work.",
    NoticeKind.CODE_USED: "A recovery code was used to sign in to your account. It does not work again: {what}.",
    NoticeKind.FACTOR_RESET: "{what} reset the second step of your account. You set it up again at your next sign-in.",
    NoticeKind.COLLEAGUE_RESET: "The second step of {what} was reset. All practice admins are told.",
}
INVITED = "{by} has invited you to join {practice}.\n\nSet your password by {until}:\n{link}"
RESET = (
    "Somebody, we hope you, asked for a new password. Choose it here within an hour:\n{link}\n\n"
    "Signing in will still ask for your second step. If it was not you, you need do nothing."
)
WAS_IT_YOU = (
    "Was this you? Then all is well.\n"
    "If not: sign out the device, change your password, and tell your practice admin.\n"
    "{sessions}"
)
ASK = "Did you know of this? If not, ask the admin who did it, and look at the sign-in log:\n{log}"


def letter(notice: Notice) -> EmailMessage:
    """Built when it leaves: the link of a reset or of an invitation lies in no table."""
    return EmailMessage(
        subject=SUBJECTS[NoticeKind(notice.kind)].format(practice=PracticeSettings.current().name),
        body=f"{_body(notice)}\n",
        to=[notice.to],
        headers={"Message-ID": f"<account.{notice.pk}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )


def _body(notice: Notice) -> str:
    if notice.kind == NoticeKind.RESET_LINK:
        return RESET.format(link=_reset_link(notice))
    if notice.invitation:
        return _invited(notice.invitation, by=notice.what)
    said = SAID[NoticeKind(notice.kind)].format(what=notice.what)
    where = f"{moment(notice.at)}, {notice.device or 'unknown device'}, address {notice.address or 'not recorded'}"
    if notice.kind == NoticeKind.COLLEAGUE_RESET:
        question = ASK.format(log=_url("accounts:sign_in_log"))
    else:
        question = WAS_IT_YOU.format(sessions=_url("accounts:sessions"))
    return f"{said}\n\n{where}\n\n{question}"


def _invited(invitation: Invitation, *, by: str) -> str:
    link = _url("accounts:accept_invitation", token=invitation.token)
    until = moment(invitation.expires_at)
    return INVITED.format(by=by, practice=PracticeSettings.current().name, until=until, link=link)


def _reset_link(notice: Notice) -> str:
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(notice.person)
    return _url("account_reset_password_from_key", uidb36=user_pk_to_url_str(notice.person), key=token)


def _url(route: str, **kwargs: str) -> str:
    """At the practice's own address, whatever host a request had named."""
    return urljoin(f"{settings.SITE_URL}/", reverse(route, kwargs=kwargs))


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
