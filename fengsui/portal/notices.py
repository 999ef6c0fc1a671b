"""The page behind a notice's code: what was found, how far it is, the paper; nothing about persons, whole without JavaScript."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from fengsui.hazards.notices import codes
from fengsui.hazards.notices import services as notice_services
from fengsui.hazards.notices.models import Notice
from fengsui.hazards.notices.paper import public_pdf
from fengsui.hazards.notices.public import card_of, find_by_code
from fengsui.kernel.api import download
from fengsui.kernel.api.requests import client_ip
from fengsui.portal.slow_down import Tally
from fengsui.portal.views import LONGEST_SHOWN, page_response

# A person mistypes a few times; whoever tries codes one after the other is stopped long before a hit.
misses = Tally(20)
papers = Tally(30)


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show a notice and what has become of each hazard; the first opening is kept as its receipt.

    A code that is whole but not there yet gets a page that says to try later (404), a mistyped one says so (404); an
    address with too many misses has to wait (429).
    """
    if misses.is_over(client_ip(request)):
        return _wait(request)
    whole = codes.tidy(code)
    row = find_by_code(whole)
    if row is None:
        return _missed(request, code)
    if code != row.short_code:
        return HttpResponseRedirect(f"/n/{row.short_code}")
    if request.method == "GET" and row.first_opened_at is None:
        notice_services.record_opening(notice_id=row.pk)
    card = card_of(row)
    return page_response(request, "portal/notice.html", {"card": card, "notice": row, "simulated": card.is_simulated})


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Send the paper of a notice: the copy without names of persons."""
    address = client_ip(request)
    if misses.is_over(address) or papers.is_over(address):
        return _wait(request)
    row: Notice | None = find_by_code(codes.tidy(code))
    if row is None:
        return _missed(request, code)
    papers.count(address)
    response = download(public_pdf(row, base_url=request.build_absolute_uri("/")), f"{row.number}.pdf")
    # Phones show a paper at once and keep it if asked to.
    response["Content-Disposition"] = response["Content-Disposition"].replace("attachment", "inline", 1)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """Ask for a code typed by hand, and go to its page."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return page_response(request, "portal/notice_unknown.html", {"typed": "", "problem": ""})
    if codes.is_valid(codes.tidy(typed)):
        return HttpResponseRedirect(f"/n/{codes.tidy(typed)}")
    if misses.is_over(client_ip(request)):
        return _wait(request)
    return _missed(request, typed)


def _missed(request: HttpRequest, typed: str) -> HttpResponse:
    misses.count(client_ip(request))
    code = codes.tidy(typed)
    if len(code) != codes.LENGTH:
        problem = "length"
    else:
        problem = "not_yet" if codes.is_valid(code) else "mistyped"
    shown = codes.spaced(code) if problem == "not_yet" else typed[:LONGEST_SHOWN]
    return page_response(request, "portal/notice_unknown.html", {"typed": shown, "problem": problem}, status=404)


def _wait(request: HttpRequest) -> HttpResponse:
    response = page_response(request, "portal/notice_unknown.html", {"typed": "", "problem": "wait"}, status=429)
    response["Retry-After"] = "600"
    return response
