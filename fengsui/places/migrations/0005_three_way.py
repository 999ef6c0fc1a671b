from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0004_merges_and_tenancies"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="importrow",
            name="place_import_verdict_known",
        ),
        migrations.AddField(
            model_name="importrow",
            name="conflicts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="importrow",
            name="undecided",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["new", "changed", "same", "doubtful", "conflict", "rejected"])),
                name="place_import_verdict_known",
            ),
        ),
    ]
