"""What becomes of each table's rows when two files are merged. Tables of upper packages are named as text.

A test holds this list against the models: a table with a column that names a client is not forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Q

from clients.models import Client


@dataclass(frozen=True)
class Rule:
    """Rows go to the other file unless `stays` says why not.

    `one_per`: columns of which a file has each value once, among the rows of `among`; where the other file has it, the
    row stays, and `earliest` is a day that the other one's row then takes over if it is earlier. `numbered` is a column
    that goes on counting in the other file. `counted` is what the page calls the rows it counts; what admins may not
    even know to exist has none.
    """

    stays: str = ""
    one_per: tuple[str, ...] | None = None
    among: Q = Q()  # noqa: RUF009 never changed
    earliest: str = ""
    numbered: str = ""
    counted: str = ""


GOES = Rule()
WHO_CARRIED = "who carried the file and could open it stays true of the file they carried"
RULES = {
    "clients.Alert.client": GOES,
    "clients.Assignment.client": Rule(stays=WHO_CARRIED),
    "clients.CapacityAddendum.client": GOES,
    "clients.CapacityAssessment.client": GOES,
    "clients.CaseManagerChoice.client": GOES,
    "clients.Circumstances.client": Rule(one_per=()),
    "clients.Complaint.client": GOES,
    "clients.Concern.client": GOES,
    "clients.ConcernStep.client": GOES,
    "clients.ConflictWall.client": Rule(stays="the other file gets walls of its own"),
    "clients.Consent.client": Rule(counted="Consents"),
    "clients.DecisionForClient.client": GOES,
    "clients.EqualityRecord.client": Rule(one_per=()),
    "clients.Evidence.client": Rule(counted="Evidence of terms and authority"),
    "clients.HandoverLine.client": Rule(stays=WHO_CARRIED),
    "clients.HandoverNote.client": Rule(stays="hangs on the line of the handover"),
    "clients.HospitalDocument.client": Rule(one_per=("paper",)),
    "clients.Instruction.client": Rule(counted="Instructions"),
    "clients.MatchKey.client": Rule(stays="by its own words the file is found, and stands for the other one"),
    "clients.MatchLook.client": Rule(stays="who looked when that file was added"),
    "clients.Merge.client": Rule(stays="which files were merged"),
    "clients.Merge.earlier": Rule(stays="which files were merged"),
    "clients.Opening.client": GOES,
    "clients.OutsideLink.client": Rule(counted="Shared links"),
    "clients.Party.client": Rule(counted="Parties"),
    "clients.PersonAround.client": Rule(counted="People around the client"),
    "clients.PossibleMatch.client": Rule(stays="what was found then, and decided"),
    "clients.Promise.client": GOES,
    "clients.RefiledRow.into": Rule(stays="the ledger itself"),
    "clients.RefiledRow.out_of": Rule(stays="the ledger itself"),
    "clients.Risk.client": GOES,
    "clients.SearchWord.client": Rule(stays="made anew for both"),
    "clients.StatusChange.client": Rule(stays="the history of that file; the status of the other one stands"),
    "clients.TimelineEntry.client": GOES,
    "clients.WayIn.client": Rule(one_per=()),
    "clients.WeightOverride.client": Rule(stays="how much work the file was to who carried it"),
    "records.Addendum.client": GOES,
    "records.ContactRecord.client": Rule(counted="Contact records"),
    "assessments.Assessment.client": Rule(counted="Assessments"),
    "assessments.Finding.client": GOES,
    "assessments.MeasureResult.client": Rule(counted="Measures"),
    "assessments.Need.client": GOES,
    "careplans.FundingDecision.client": GOES,
    "careplans.Goal.client": Rule(numbered="number", counted="Goals"),
    "careplans.GoalRating.client": GOES,
    "careplans.PlanAgreement.client": GOES,
    "careplans.Recommendation.client": Rule(numbered="number", counted="Recommendations"),
    "careplans.RecordGoal.client": GOES,
    "providers.Referral.client": Rule(counted="Referrals"),
    "providers.Service.client": Rule(counted="Services"),
    "reviews.Review.client": Rule(one_per=(), among=Q(finished_at=None), earliest="due_on", counted="Reviews"),
    "reviews.ReviewRhythm.client": Rule(one_per=()),
    "reviews.ReviewedGoal.client": GOES,
    "reviews.ServiceEffect.client": GOES,
    "reports.IssuedReport.client": Rule(counted="Issued reports"),
    "reports.Report.client": Rule(counted="Reports"),
    "practice.AuditedRecord.client": GOES,
    "practice.Enquiry.client": Rule(stays="the file that came of it"),
    "practice.Intake.client": Rule(stays="the file that came of it"),
    "practice.SupervisionSession_clients.client": Rule(one_per=("supervisionsession",)),
}
# Identity, which the admin chooses from where the two files differ.
CHOSEN = ("given_name", "family_name", "preferred_name", "born_on", "nhs_number", "nation")
# What admins do not read: what the file does not say it takes over; what it says it keeps, and who may read the file
# finds the other words on a page of their own.
FILLED = (
    *("address", "telephone", "email", "communication", "what_matters", "what_matters_on"),
    *("injury_kind", "injured_on", "injury", "pre_existing"),
)
# Of the file itself, or reckoned from its rows.
OF_THE_FILE = {"id", "reference", "status", "status_since", "created_at", "created_by", "version"}
RECKONED = {"last_contact_on", "next_review_on", "working_style"}


@dataclass(frozen=True)
class Table:
    """A table whose rows go, and the column that says to whose file they belong."""

    model: Any
    column: str
    rule: Rule

    @property
    def name(self) -> str:
        return str(self.model._meta.db_table)

    def rows_of(self, client: Client) -> Any:
        return self.model._base_manager.filter(**{self.column: client}).order_by("pk")


def columns_naming_clients() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in settings.OUR_PACKAGES:
            for column in model._meta.fields:
                if isinstance(column, ForeignKey) and column.related_model is Client:
                    yield f"{model._meta.label}.{column.name}"


def tables() -> list[Table]:
    """Those whose rows go."""
    models = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    going = [(label.rpartition("."), rule) for label, rule in RULES.items() if not rule.stays]
    return [Table(models[label], column, rule) for (label, _, column), rule in going]


def bonds() -> Iterator[tuple[Any, str, str]]:
    """Model and the paths to the client at its two ends, for each key by which rows that go hang on one another."""
    going = {table.model: table.column for table in tables()}
    for model in apps.get_models(include_auto_created=True):
        ends = [column for column in model._meta.fields if isinstance(column, ForeignKey)]
        hung = [f"{column.name}__{going[column.related_model]}" for column in ends if column.related_model in going]
        if model in going:
            yield from ((model, going[model], path) for path in hung)
        elif model._meta.auto_created and len(hung) == 2:
            yield model, hung[0], hung[1]
