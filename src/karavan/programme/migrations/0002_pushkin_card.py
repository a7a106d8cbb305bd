from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]

    operations = [
        migrations.AddField(
            "event",
            "pushkin_card",
            models.BooleanField(
                blank=True, help_text="Whether the Pushkin card pays for tickets; None: not stated.", null=True
            ),
        ),
    ]
