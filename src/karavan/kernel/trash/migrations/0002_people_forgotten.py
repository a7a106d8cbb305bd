from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trash', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='trashedrecord',
            name='people_forgotten_at',
            field=models.DateTimeField(blank=True, help_text='When rows about people were struck out of what is kept for good.', null=True),
        ),
    ]
