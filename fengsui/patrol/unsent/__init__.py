"""Alarms over work that stays on a phone: raised after a day, told upwards after two, closed when it has arrived."""
