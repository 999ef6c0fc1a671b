"""The roles of the table, written down here and not taken from the code."""

ROLES = (
    "grid_worker", "street_inspector", "centre_director", "street_leader", "supervisor", "brigade_leader",
    "committee_office", "department_liaison", "station_commander", "duty_officer",
    "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
EVERYONE = (*ROLES, "anonymous")
