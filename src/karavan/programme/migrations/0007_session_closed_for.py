import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0001_initial'),
        ('programme', '0006_events_by_change'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='closed_for',
            field=models.ForeignKey(blank=True, help_text='The place whose closing cancelled it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.place'),
        ),
    ]
