from django.db import migrations, models

from audit.migration_steps import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0001_initial")]

    operations = [
        AddIndexOnline(
            "auditevent",
            models.Index(fields=["target_id", "-number"], condition=models.Q(target_kind="accounts.User"), name="audit_of_an_account"),
        )
    ]
