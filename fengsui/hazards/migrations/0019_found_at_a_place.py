# One index for a place's cases in order of finding takes the plain one's place.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PLAIN = "hazards_hazard_place_id_9862aca2"


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0018_changed_at_a_place"),
        ("org", "0001_initial"),
        ("places", "0005_three_way"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="hazard",
            index=models.Index(fields=["place", "found_on", "number", "area_path", "id"], name="hazard_place_found"),
        ),
        # Said in words of its own: otherwise SQLite would write the whole table anew to leave out an index.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {PLAIN}", f"CREATE INDEX IF NOT EXISTS {PLAIN} ON hazards_hazard (place_id)"
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="hazard",
                    name="place",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hazards",
                        to="places.place",
                    ),
                ),
            ],
        ),
    ]
