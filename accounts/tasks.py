from celery import shared_task
from django.utils import timezone

from accounts import sign_in_actions


@shared_task(name="accounts.forget_old_sign_ins")
def forget_old_sign_ins() -> None:
    sign_in_actions.forget_old_sign_ins(now=timezone.now())
