from django.apps import AppConfig


class CaseManagementConfig(AppConfig):
    name = "casemgmt"

    def ready(self) -> None:
        from casemgmt import celery, wiring

        celery.app.set_default()  # so that the web process knows where bells ring
        wiring.hand_out()
