from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "jiebang.platform.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jiebang.platform.audit import checks  # noqa: F401, PLC0415 -- app ready
        from jiebang.platform.audit.seal import seal  # noqa: PLC0415 -- app ready

        def reseal(using: str, **kwargs) -> None:
            seal(connections[using])

        post_migrate.connect(reseal, sender=self, weak=False)
