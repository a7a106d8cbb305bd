from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [
        migrations.AddField("weeklyhours", "is_demo", models.BooleanField(default=False)),
    ]
