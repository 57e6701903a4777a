"""The figures as Markdown: medians over the rounds, with the smallest and the largest, beside what they should be."""

from tests.bench.load import figure
from tests.bench.pages import CONSTANT, MOST_GROWTH, MOST_TAIL, TARGETS

ENQUEUE, DELIVERY, DIGEST, REPORT = 0.05, 0.3, 50, 1.3


def of(results):
    parts = [table(results) for name, table in TABLES.items() if results.get(name)]
    return "\n\n".join([*parts, f"Took {results['minutes']} minutes."])


def pages(results):
    rounds = {(one["page"], one["size"], one["connections"]): one["rounds"] for one in results["pages"]}
    small, large = results["sizes"][0], results["sizes"][-1]
    head = ["Page", "most", "1 connection", "8 connections", "p95 / p50 at 8", "ms at 1"]
    head += [f"{large:,} / {small:,}, at 1", "at 8"] if large != small else []
    lines = [head, ["--"] * len(head)]
    for page, most in ({CONSTANT: 1.0} | TARGETS).items():
        ratios = [_ratio(rounds, page, CONSTANT, large, large, count) for count in (1, 8)]
        tail = figure(p95 / p50 for _, p50, p95, _ in rounds[page, large, 8])
        took = figure(1000 * p50 for _, p50, _, _ in rounds[page, large, 1])
        line = [page, most, *(_marked(one, most) for one in ratios), _marked(tail, MOST_TAIL), f"{took.median:.1f}"]
        if large != small:
            growth = [_ratio(rounds, page, page, large, small, count) for count in (1, 8)]
            line += [_marked(one, MOST_GROWTH) for one in growth]
        lines.append(line)
    return f"### Pages at {large:,} clients, × the constant view\n\n{_markdown(lines)}"


def _ratio(rounds, page, base, size, base_size, count):
    pairs = zip(rounds[page, size, count], rounds[base, base_size, count], strict=True)
    return figure(mine[0] / its[0] for mine, its in pairs)


def sweep(results):
    rounds = results["sweep"]
    due = rounds[0]["due"]
    rows = [
        (
            "Enqueueing, of the time the bare client needs for as many mails",
            ENQUEUE,
            1,
            [one["enqueue"] / (due / one["bare"]) for one in rounds],
        ),
        ("The same once more, of the first time", 0.3, 1, [one["enqueue again"] / one["enqueue"] for one in rounds]),
        (
            "Delivery one by one, of the bare client's rate with Django's message objects",
            DELIVERY,
            -1,
            [one["delivery"] / one["objects"] for one in rounds],
        ),
        ("Digest run, × a naive loop", DIGEST, -1, [one["digest"] / one["naive"] for one in rounds]),
    ]
    lines = [["Sweep", "goal", "measured"], ["--"] * 3]
    for words, goal, sign, values in rows:
        found = figure(values)
        missed = (found.median - goal) * sign > 0
        lines.append([words, f"{'≤' if sign > 0 else '≥'} {goal}", f"{found}{' **missed**' if missed else ''}"])
    ready = figure(one["delivery"] / one["bare"] for one in rounds)
    lines.append(["The same, of its rate with ready bytes", "", f"{ready}"])
    bare, objects, naive = (figure(one[name] for one in rounds) for name in ("bare", "objects", "naive"))
    unsent = sum(one["unsent"] for one in rounds)
    speeds = f"bare client {bare.median:,.0f} mails/s, with Django's message objects {objects.median:,.0f}/s"
    speeds += f", naive loop {naive.median:,.0f}/s"
    tail = f"{due:,} due reviews; {speeds}; {unsent} left unsent."
    return f"### The sweep\n\n{_markdown(lines)}\n\n{tail}"


def report(results):
    rounds = results["report"]["rounds"]
    found = figure(one["ours"] / one["fresh"] for one in rounds)
    fresh = figure(one["fresh"] for one in rounds)
    words = f"A report, × a fresh process on the same HTML: {_marked(found, REPORT)}; most {REPORT}. "
    size = rounds[0]["bytes"] // 1024
    return f"### A report\n\n{words}The fresh process took {fresh.median:.2f} s for {size} kB of HTML."


def fifty(results):
    columns = {"where": "Where", "people": "people", "seconds": "s", "requests": "requests", "errors": "errors"}
    columns |= {"p50": "p50 ms", "p95": "p95 ms", "saves p95": "saves p95 ms", "mails": "mails meanwhile"}
    lines = [list(columns.values()), ["--"] * len(columns)]
    lines += [[one[name] for name in columns] for one in results["fifty"]]
    return f"### Fifty people at once\n\n{_markdown(lines)}"


def _marked(found, most):
    return f"{found}{' **missed**' if found.median > most else ''}"


def _markdown(lines):
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


TABLES = {"pages": pages, "sweep": sweep, "report": report, "fifty": fifty}
