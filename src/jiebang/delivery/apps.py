from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "jiebang.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jiebang.delivery import actions  # noqa: F401, PLC0415 -- machines register themselves
        from jiebang.delivery.queries import deciding  # noqa: F401, PLC0415 -- registers itself
