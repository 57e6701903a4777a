from django.db import migrations, models

from audit.migration_steps import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0002_log_of_an_account")]

    operations = [
        AddIndexOnline(
            "auditevent",
            models.Index(fields=["-number"], condition=models.Q(target_kind="accounts.User"), name="audit_of_all_accounts"),
        )
    ]
