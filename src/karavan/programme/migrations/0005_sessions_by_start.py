from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_events_by_programme_and_status")]

    operations = [
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["starts_at"], name="programme_s_starts__ae2b34_idx"),
        ),
    ]
