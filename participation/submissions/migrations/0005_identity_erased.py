from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('submissions', '0004_office_entry'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='identity_erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='个人信息删除时间'),
        ),
        migrations.RemoveIndex(
            model_name='submission',
            name='submission_with_identity',
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('identity_erased_at__isnull', True)), fields=['id'], name='submission_with_identity'),
        ),
    ]
