"""Outreach: training sessions and the places that came; what else outreach does joins here when its turn comes."""
