from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "jiebang.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jiebang.programme import actions  # noqa: F401, PLC0415 -- machines register themselves
