from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from careplans.models import Answer, Goal, Recommendation
from clients.models import Client
from providers.models import Discipline, Provider, ReferralState
from providers.words import provider_label
from ui.fields import DayField, LineField, PoundsField, TextField, WholeNumberField
from ui.forms import PageForm

NOT_CHOSEN = [("", "Choose one")]


class ProviderForm(PageForm):
    label = "Provider"

    name = LineField(label="Name of the firm or practitioner", max_length=160)
    discipline = forms.ChoiceField(label="Discipline", choices=NOT_CHOSEN + Discipline.choices)
    contact_name = LineField(label="Contact person", max_length=120, required=False)
    email = forms.EmailField(label="E-mail address", required=False, max_length=254)
    telephone = LineField(label="Telephone", max_length=40, required=False)
    area = LineField(label="Area covered", max_length=160, required=False)
    registration_body = LineField(label="Registered with", max_length=80, required=False, help_text="Such as HCPC")
    registration_number = LineField(label="Registration number", max_length=80, required=False)
    registration_ends_on = DayField(label="Registration in date until", required=False)
    indemnity_insurer = LineField(label="Indemnity insurer", max_length=120, required=False)
    indemnity_ends_on = DayField(
        label="Indemnity in date until",
        required=False,
        help_text="While this is not recorded or has passed, a referral to this provider needs a reason",
    )


class GoalsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Goal) -> str:
        return obj.named


class RecommendationField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Recommendation) -> str:
        return f"{obj.number}. {obj.action}"


class ProviderField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Provider) -> str:
        return provider_label(obj, timezone.localdate())


class ReferralForm(PageForm):
    """A referral letter. Refused recommendations are not offered; those without an answer are, for a draft."""

    label = "Referral"

    recommendation = RecommendationField(
        label="Recommendation it rests on", queryset=Recommendation.objects.none(), empty_label="Choose one"
    )
    provider = ProviderField(label="Provider", queryset=Provider.objects.none(), empty_label="Choose one")
    lapsed_reason = LineField(
        label="Why this provider although something is not in date",
        max_length=500,
        required=False,
        help_text="Only when the list says “not in date” beside the provider",
    )
    goals = GoalsField(
        label="Goals it is for", queryset=Goal.objects.none(), error_messages={"required": "Choose at least one goal"}
    )
    reason = TextField(label="Reason for the referral", max_length=4000, rows=6)
    shared = TextField(
        label="What is shared",
        max_length=4000,
        rows=4,
        help_text="Which reports and facts the provider is given, and nothing beyond what they need",
    )

    def __init__(self, *args: Any, about: Client | None = None, keep_goals: Iterable[Any] = (), **kwargs: Any) -> None:
        """`keep_goals` are ids of goals that stay on offer although they were closed since."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        offered = Recommendation.objects.filter(client=about).exclude(decision__answer=Answer.REFUSED)
        fields["recommendation"].queryset = offered.order_by("-number")
        fields["provider"].queryset = Provider.objects.by_name()
        goals = Goal.objects.filter(client=about)
        fields["goals"].queryset = (goals.open() | goals.filter(pk__in=list(keep_goals))).order_by("number")


class SendReferralForm(PageForm):
    label = "Send referral"

    lapsed_reason = LineField(
        label="Why this provider although something is not in date", max_length=500, required=False
    )

    def __init__(self, *args: Any, ask_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_reason:
            del self.fields["lapsed_reason"]


class ReplyForm(PageForm):
    label = "Reply to a referral"

    answer = forms.ChoiceField(
        label="What did the provider say?",
        choices=[(ReferralState.ACCEPTED, "Accepted"), (ReferralState.DECLINED, "Declined")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the provider said"},
    )
    answered_on = DayField(label="Date of the reply", past=True)
    answer_reason = LineField(
        label="Reason or remarks", max_length=1000, required=False, help_text="Needed when the provider declined"
    )


class ServiceForm(PageForm):
    label = "Service"

    title = LineField(label="What it is and how often", max_length=160, help_text="Such as: physiotherapy, weekly")
    starts_on = DayField(label="Starts on", error_messages={"required": "Enter the date it starts"})
    ends_on = DayField(label="Expected end", required=False)
    sessions_agreed = WholeNumberField(label="Sessions agreed", min_value=1, max_value=2000, required=False)
    cost_agreed_pence = PoundsField(label="Cost agreed, in pounds", required=False)

    def __init__(self, *args: Any, approved: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cost_agreed_pence"].help_text = approved


class EndServiceForm(PageForm):
    label = "End of a service"

    ended_on = DayField(label="Last day")
    end_reason = LineField(label="Why it ends", max_length=500)


def details_of(record: Any, form: type[PageForm]) -> dict[str, Any]:
    """The record's columns under the names of the form's fields."""
    return {name: getattr(record, name) for name in form.base_fields if hasattr(record, name)}
