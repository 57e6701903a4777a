import hashlib
import json
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reports.models import IssuedReport, Report
from reports.render import render
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, PartyFactory
from tests.reports.contents_example import full_report


def day_ago(days):
    return factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=days))


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class ReportFactory(DjangoModelFactory):
    """A report to the claimant's solicitor about the last ninety days, not rendered yet."""

    class Meta:
        model = Report

    client = factory.SubFactory(ClientFactory)
    reader = factory.SubFactory(PartyFactory, client=factory.SelfAttribute("..client"))
    starts_on = day_ago(90)
    ends_on = day_ago(1)
    summary = "Jon is on course."
    changed = "He cooks alone most weeks now."
    unchanged = "Travel by bus is where it was."
    next_steps = "Practise the new bus route."
    author = factory.SubFactory(UserFactory)
    started_at = factory.LazyFunction(timezone.now)


class IssuedReportFactory(DjangoModelFactory):
    """Version 1.0 with the page and the data of the example report, and a few bytes in place of its PDF."""

    class Meta:
        model = IssuedReport

    client = factory.SelfAttribute("report.client")
    report = factory.SubFactory(ReportFactory)
    number = "1.0"
    data = factory.LazyFunction(lambda: json.loads(full_report().to_json()))
    html = factory.LazyFunction(lambda: render(full_report(), draft=False))
    pdf = b"%PDF-1.7 an example %%EOF"
    data_digest = factory.LazyFunction(lambda: full_report().fingerprint)
    html_digest = factory.LazyAttribute(lambda issued: sha256(issued.html.encode()))
    pdf_digest = factory.LazyAttribute(lambda issued: sha256(issued.pdf))
    issued_by = factory.SubFactory(UserFactory)
    issued_at = factory.LazyFunction(timezone.now)
