from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import sign_ins
from accounts.http import StaffRequest, requires
from accounts.models import User
from accounts.roles import Permission

PER_PAGE = 25
RESULTS = [(key, words) for key, (words, _) in sign_ins.RESULTS.items()] + [sign_ins.CHANGES]


@requires(Permission.MANAGE_STAFF)
@require_safe
def sign_in_log(request: StaffRequest) -> HttpResponse:
    """Who signed in, failed to, or changed what with; of all staff and of accounts that do not exist."""
    names = {str(pk): name for pk, name in User.objects.order_by("name", "pk").values_list("pk", "name")}
    chosen = {"person": request.GET.get("person", ""), "result": request.GET.get("result", "")}
    known = {"person": {*names, str(UUID(int=0))}, "result": {key for key, _ in RESULTS}}
    chosen = {name: value if value in known[name] else "" for name, value in chosen.items()}
    page = Paginator(sign_ins.events(**chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(names.get(event.target_id, "Unknown account"), sign_ins.row(event)) for event in page],
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "chosen": chosen,
        "people": [*names.items(), (str(UUID(int=0)), "Unknown account")],
        "results": RESULTS,
    }
    return render(request, "accounts/sign_in_log.html", context)
