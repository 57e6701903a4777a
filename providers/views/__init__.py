from providers.views.consent import consent_to_provider
from providers.views.directory import add_provider, change_provider, provider, provider_list
from providers.views.referring import (
    change_referral,
    referral,
    referrals,
    write_referral,
)
from providers.views.sending import record_reply, send_referral
from providers.views.services import end_service, service, start_service

__all__ = [
    "add_provider",
    "change_provider",
    "change_referral",
    "consent_to_provider",
    "end_service",
    "provider",
    "provider_list",
    "record_reply",
    "referral",
    "referrals",
    "send_referral",
    "service",
    "start_service",
    "write_referral",
]
