"""The power behind the words of a notice, frozen with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0009_servings_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="orders",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="notice",
            name="power",
            field=models.JSONField(default=dict),
        ),
    ]
