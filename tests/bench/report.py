"""A report, from asking for it to the stored PDF, against a fresh process that renders the same HTML.

DATABASE_URL=… python -m tests.bench.report ROUNDS      prints JSON
python -m tests.bench.report bare < HTML > PDF          the fresh process
"""

import json
import os
import subprocess
import sys
import time
from datetime import timedelta


def bare():
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from reports.pdf_child import STYLE
    from reports.pdf_fetchers import OurFonts

    fonts = FontConfiguration()
    style = CSS(filename=str(STYLE), font_config=fonts, url_fetcher=OurFonts())
    html = HTML(string=sys.stdin.buffer.read().decode(), base_url="about:blank")
    sys.stdout.buffer.write(html.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"))


def main(rounds):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from django.utils import timezone

    from accounts.models import User
    from clients.models import Client
    from reports import actions
    from reports.render import render

    manager = User.objects.get(email="manager0@load.example")
    client = Client.objects.workable_by(manager).open().order_by("reference").first()
    today = timezone.localdate()
    report = actions.start_report(
        client,
        reader=client.parties.filter(may_read_reports=True).first(),
        starts_on=today - timedelta(days=180),
        ends_on=today,
        by=manager,
        now=timezone.now(),
    )
    html = render(actions._content(report, now=timezone.now()), draft=True).encode()
    found = []
    for _ in range(rounds):
        report.refresh_from_db()
        ours = seconds(lambda: make(report, manager))
        fresh = seconds(lambda: render_afresh(html))
        found.append({"ours": ours, "fresh": fresh, "bytes": len(html)})
    report.refresh_from_db()
    print(json.dumps({"rounds": found, "pdf": len(report.pdf or b""), "state": report.render_state}))


def render_afresh(html):
    command = [sys.executable, "-m", "tests.bench.report", "bare"]
    subprocess.run(command, input=html, stdout=subprocess.DEVNULL, check=True)


def make(report, manager):
    from django.utils import timezone

    from reports import actions

    actions.ask_to_render(report, by=manager, now=timezone.now())
    actions.render_next(now=timezone.now())


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    bare() if sys.argv[1] == "bare" else main(int(sys.argv[1]))
