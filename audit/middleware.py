from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit.whence import address_of, coming_from


class Whence:
    """Lets audit events say which address a request came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with coming_from(address_of(request)):
            return self.get_response(request)
