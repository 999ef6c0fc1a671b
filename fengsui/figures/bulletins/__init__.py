"""Bulletins (日报、周报、月度通报): drafted from figures, checked by one, issued by another, kept as issued."""
