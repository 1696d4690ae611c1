"""Panels name the table they score by; those there are use the one of their stage."""

from django.db import migrations, models


def name_tables(apps, schema_editor):
    apps.get_model("review", "Panel").objects.update(score_table=models.F("kind"))


class Migration(migrations.Migration):
    dependencies = [("review", "0008_drawing")]

    operations = [
        migrations.AddField(
            model_name="panel",
            name="score_table",
            field=models.CharField(default="", max_length=60),
            preserve_default=False,
        ),
        migrations.RunPython(name_tables, migrations.RunPython.noop),
    ]
