import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0001_views_and_runs'),
    ]

    operations = [
        migrations.AddField(
            model_name='bulkrun',
            name='message',
            field=models.TextField(blank=True, help_text='Why it broke off.'),
        ),
        migrations.AddField(
            model_name='bulkrun',
            name='beat_at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, help_text='When somebody last worked on it.'),
        ),
        migrations.AddField(
            model_name='bulkrun',
            name='revived',
            field=models.BooleanField(default=False, help_text='Whether it was taken from who stopped once.'),
        ),
        migrations.AlterField(
            model_name='bulkrun',
            name='state',
            field=models.CharField(choices=[('draft', 'Not begun'), ('running', 'Under way'), ('done', 'Done'), ('undoing', 'Being undone'), ('undone', 'Undone'), ('failed', 'Broken off')], default='draft', max_length=10),
        ),
    ]
