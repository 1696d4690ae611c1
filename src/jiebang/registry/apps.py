from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "jiebang.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jiebang.registry import actions  # noqa: F401, PLC0415 -- machines register themselves
