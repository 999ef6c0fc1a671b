"""Who is due when, and whose work it is: rhythms of classes, periods missed, fair shares, what runs out."""
