"""Panels (面板): each block of figures on a screen, declared once; what the screen shows is what the files hold."""

from fengsui.figures.panels.registry import Chart, Panel, declare_panel

__all__ = ["Chart", "Panel", "declare_panel"]
