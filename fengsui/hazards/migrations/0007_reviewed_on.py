"""The day a fix was reviewed, and by when it was to be, kept after the review so that figures can tell."""

from datetime import date
from itertools import groupby

from django.db import migrations, models

from fengsui.hazards.due import REVIEW_WORKING_DAYS
from fengsui.kernel.working_days import add_working_days, with_table


def fill(apps, schema_editor):
    """Tell the cases of before from their timelines: the last report of each and the review that followed it."""
    hazards, steps = apps.get_model("hazards", "Hazard"), apps.get_model("hazards", "HazardStep")
    days = list(apps.get_model("kernel", "CalendarDay").objects.order_by("area_path"))
    told = steps.objects.filter(verb__in=("report_fixed", "review_pass", "review_fail")).order_by("hazard_id", "sequence")
    calendars, changed = {}, []
    areas = dict(hazards.objects.filter(steps__verb="report_fixed").values_list("pk", "area_path"))
    for pk, rows in groupby(told.values_list("hazard_id", "verb", "on").iterator(chunk_size=5000), key=lambda row: row[0]):
        reported = reviewed = None
        for _, verb, on in rows:
            reported, reviewed = (on, None) if verb == "report_fixed" else (reported, on)
        if reported is None or pk not in areas:
            continue
        area = areas[pk]
        if area not in calendars:
            calendars[area] = _calendar(days, area)
        due = add_working_days(reported, REVIEW_WORKING_DAYS, calendars[area]).date
        changed.append(hazards(pk=pk, review_due_on=due, reviewed_on=reviewed))
        if len(changed) >= 500:
            hazards.objects.bulk_update(changed, ["review_due_on", "reviewed_on"])
            changed = []
    hazards.objects.bulk_update(changed, ["review_due_on", "reviewed_on"])


def _calendar(days, area: str):
    table: dict[date, tuple[str, str]] = {}
    for row in days:
        if area == row.area_path or area.startswith(row.area_path + "/"):
            table[row.day] = ("working" if row.kind == "working" else "rest", row.note)
    return with_table(table)


class Migration(migrations.Migration):
    dependencies = [("hazards", "0006_bulk"), ("kernel", "0001_initial")]

    operations = [
        migrations.AddField(model_name="hazard", name="reviewed_on", field=models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
