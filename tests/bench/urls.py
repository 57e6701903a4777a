from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe


@require_safe
def constant(request):
    """A signed-in page that shows nothing: what the middleware and the server cost by themselves."""
    return HttpResponse("ok")


urlpatterns = [path("bench/constant/", constant), path("", include("casemgmt.urls"))]
