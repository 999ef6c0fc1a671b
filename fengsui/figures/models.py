"""The tables of the figures package, gathered from its rooms."""

from fengsui.figures.bulletins.models import Bulletin, BulletinTemplate
from fengsui.figures.freeze.models import Disagreement, FigureDefinition, FrozenFigure, FrozenReport

__all__ = ["Bulletin", "BulletinTemplate", "Disagreement", "FigureDefinition", "FrozenFigure", "FrozenReport"]
