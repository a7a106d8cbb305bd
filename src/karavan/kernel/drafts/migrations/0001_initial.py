import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('subject_id', models.BigIntegerField()),
                ('content', models.JSONField(default=dict)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person_id', 'kind', 'subject_id'), name='drafts_draft_once')],
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('content', models.BinaryField()),
                ('kept_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
        ),
    ]
