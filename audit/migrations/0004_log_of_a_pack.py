from django.db import migrations, models

from audit.migration_steps import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0003_log_of_all_accounts")]

    operations = [
        AddIndexOnline(
            "auditevent",
            models.Index(
                fields=["target_id", "-number"],
                condition=models.Q(target_kind="practice.DueDiligencePack"),
                name="audit_of_a_pack",
            ),
        )
    ]
