"""Areas, zones, organizations, members, posts and equipment."""

from django.db import models

from fengsui.kernel import clock
from fengsui.kernel.ids import new_id
from fengsui.kernel.models import Account
from fengsui.kernel.scope import AreaPathField, ScopedModel


class Area(models.Model):
    """District, street, community or grid; the tree everything else hangs on."""

    class Level(models.TextChoices):
        DISTRICT = "district", "区县"
        STREET = "street", "镇街"
        COMMUNITY = "community", "社区"
        GRID = "grid", "网格"

    class Kind(models.TextChoices):
        DISTRICT = "district", "区县"
        STREET = "street", "街道"
        TOWN = "town", "镇"
        PARK = "park", "园区"
        COMMUNITY = "community", "社区"
        VILLAGE = "village", "村"
        GRID = "grid", "网格"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=20, unique=True)
    path = AreaPathField(unique=True)
    level = models.CharField(max_length=10, choices=Level.choices, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40, blank=True, default="")
    search_text = models.CharField(max_length=300, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    polygon = models.JSONField(null=True)
    polygon_source = models.CharField(max_length=40, blank=True, default="")
    is_simulated = models.BooleanField(default=False)
    centre_lon = models.FloatField(null=True)
    centre_lat = models.FloatField(null=True)
    active_from = models.DateField(null=True)
    active_to = models.DateField(null=True)
    row_version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name

    @property
    def area_path(self) -> str:
        """The path under which audit and events file the area itself."""
        return str(self.path)


class Zone(ScopedModel):
    """A named polygon across grids: a shopping district, an alarm street."""

    class Kind(models.TextChoices):
        BUSINESS = "business", "商圈"
        ALERT_STREET = "alert_street", "预警街区"
        OLD_QUARTER = "old_quarter", "老旧片区"
        OTHER = "other", "其他片区"

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    polygon = models.JSONField()
    note = models.CharField(max_length=200, blank=True, default="")
    is_simulated = models.BooleanField(default=False)
    row_version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Organization(ScopedModel):
    """A brigade, service centre, department, property company or other body."""

    class Kind(models.TextChoices):
        BRIGADE = "brigade", "消防救援大队"
        COMMITTEE = "committee", "防火安全委员会办公室"
        SERVICE_CENTRE = "service_centre", "消防安全服务中心"
        DEPARTMENT = "department", "行业部门"
        POLICE_STATION = "police_station", "派出所"
        PROPERTY = "property", "物业"
        OTHER = "other", "其他"

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    search_text = models.CharField(max_length=300, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Member(ScopedModel):
    """A person of the network; what they may do follows from their posts."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, null=True, related_name="member")
    name = models.CharField(max_length=60)
    phone_cipher = models.CharField(max_length=120, blank=True, default="")
    phone_hmac = models.CharField(max_length=64, blank=True, default="", db_index=True)
    phone_last4 = models.CharField(max_length=4, blank=True, default="")
    search_text = models.CharField(max_length=300, blank=True, default="")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="members")
    is_simulated = models.BooleanField(default=False)
    row_version = models.PositiveIntegerField(default=1)
    ended_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Post(ScopedModel):
    """A post held by a member on an area from a day to a day; `substitute_for` is the post stood in for."""

    class Kind(models.TextChoices):
        SUPERVISOR = "supervisor", "包联监督员"
        CENTRE_DIRECTOR = "centre_director", "服务中心主任"
        CENTRE_STAFF = "centre_staff", "服务中心工作人员"
        INSPECTOR = "inspector", "镇街巡查员"
        STREET_LEADER = "street_leader", "街道领导"
        GRID_WORKER = "grid_worker", "网格员"
        VOLUNTEER = "volunteer", "志愿者"
        PROPERTY = "property", "物业人员"
        MICRO_STATION = "micro_station", "微型消防站队员"
        BRIGADE_LEADER = "brigade_leader", "大队领导"
        COMMITTEE_OFFICE = "committee_office", "防委会办公室"
        DEPARTMENT_LIAISON = "department_liaison", "部门联络员"
        STATION_COMMANDER = "station_commander", "消防站指挥员"
        DUTY_OFFICER = "duty_officer", "值班员"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=30, choices=Kind.choices, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    grant_id = models.UUIDField(null=True)
    substitute_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="substitutes")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}@{self.area_path}"


class Equipment(ScopedModel):
    """A piece of equipment with its serial number."""

    class Kind(models.TextChoices):
        E_TRIKE = "e_trike", "消防巡逻电动三轮车"
        BODY_CAMERA = "body_camera", "执法记录仪"
        RADIO = "radio", "无线对讲机"
        PHONE = "phone", "巡查手机"
        EXTINGUISHER_KIT = "extinguisher_kit", "随车灭火器材"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        IN_STORE = "in_store", "在库"
        ISSUED = "issued", "已领用"
        REPAIR = "repair", "维修"
        LOST = "lost", "遗失"
        SCRAPPED = "scrapped", "报废"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    serial = models.CharField(max_length=60)
    label = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_STORE)
    bought_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "serial"], name="one_serial_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.serial}"


class EquipmentIssue(models.Model):
    """Who held a piece of equipment from when to when, and in what condition it came back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="issues")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="equipment_issues")
    issued_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    condition = models.CharField(max_length=20, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["equipment"], condition=models.Q(returned_at__isnull=True), name="issued_to_one")
        ]
