from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0003_releases")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["programme", "status"], name="programme_e_program_bee9d6_idx"),
        ),
    ]
