"""The page behind a plate: rendered on the server, whole without JavaScript, without anything about persons."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fengsui.kernel import settings_store
from fengsui.kernel.privacy.notice import notice
from fengsui.places import plate_codes
from fengsui.places.public import plate_card

LONGEST_SHOWN = 24


@require_safe
def plate(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a plate stands for; an unknown code gets a friendly page with a field to type it again (404)."""
    card = plate_card(code)
    if card is None:
        return _unknown(request, code)
    if code != card.code:
        return HttpResponseRedirect(f"/q/{card.code}")
    return page_response(
        request, "portal/plate.html", {"card": card, "spaced": plate_codes.spaced(card.code), "simulated": card.is_simulated}
    )


@require_safe
def plate_form(request: HttpRequest) -> HttpResponse:
    """Ask for a code typed by hand, and go to its page."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return page_response(request, "portal/unknown.html", {"typed": "", "problem": ""})
    code = plate_codes.tidy(typed)
    if plate_codes.is_valid(code):
        return HttpResponseRedirect(f"/q/{code}")
    return _unknown(request, typed)


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    code = plate_codes.tidy(typed)
    if len(code) != plate_codes.LENGTH:
        problem = "length"
    elif not plate_codes.is_valid(code):
        problem = "mistyped"
    else:
        problem = "not_found"
    return page_response(request, "portal/unknown.html", {"typed": typed[:LONGEST_SHOWN], "problem": problem}, status=404)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the privacy notice: what is kept of whom, why and how long."""
    return page_response(request, "portal/privacy.html", {"notice": notice()})


def page_response(request: HttpRequest, template: str, content: dict[str, object], status: int = 200) -> HttpResponse:
    """Return a page of the portal: never kept, never indexed, marked where the data are simulated."""
    response = render(request, template, {**content, "is_demo": settings_store.is_demo()}, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
