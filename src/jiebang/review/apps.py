from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "jiebang.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jiebang.review import actions  # noqa: F401, PLC0415 -- machines register themselves
