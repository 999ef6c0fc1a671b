"""Cells: what figures count, kept by day and area, so that an answer does not walk the facts of years."""

from django.db import models

from fengsui.kernel.scope import AreaPathField


class Cell(models.Model):
    """What one series counts in one span of days in one area and line.

    `series` is made of the figure's id (kernel.cells.series_of). `span` is a day (20260310), a month (202603) or a year
    (2026). `level` is 17 where the cell lies as deep as its facts do, 10 for the sum of a street, 6 for that of a district.
    `n` is a number, of a stock the change within the span; `members` holds the set of what counts once, as a Roaring bitmap.
    """

    series = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    span = models.PositiveIntegerField()
    area_path = AreaPathField()
    line = models.CharField(max_length=40, blank=True, default="")
    n = models.BigIntegerField(default=0)
    members = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "level", "span", "area_path", "line"], name="one_cell_each")]

    def __str__(self) -> str:
        return f"{self.series} {self.span} {self.area_path} {self.n}"


class CellMember(models.Model):
    """The small number under which a bitmap knows a place, a person or a household; given once, never again."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_number_a_member")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class CellSpan(models.Model):
    """The days through which one record stands in a stock, as the cells count it now."""

    series = models.PositiveIntegerField()
    subject = models.UUIDField()
    area_path = AreaPathField()
    line = models.CharField(max_length=40, blank=True, default="")
    enter_on = models.DateField()
    leave_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["series", "subject"], name="cell_span_subject")]

    def __str__(self) -> str:
        return f"{self.series} {self.subject} {self.enter_on}"


class CellMark(models.Model):
    """A day and area, or a record, whose facts changed in the open transaction; written by the database's own triggers.

    The transaction counts the cells anew and takes its marks off before it commits, so that none is left to see.
    """

    source = models.CharField(max_length=40)
    day = models.DateField(null=True)
    area_path = AreaPathField(blank=True, default="")
    subject = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.source} {self.day} {self.area_path}"
