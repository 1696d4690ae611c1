from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "jiebang.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jiebang.programme import actions  # noqa: F401, PLC0415 -- machines register themselves
        from jiebang.programme.queries.editions import newest  # noqa: PLC0415 -- after the tables
        from jiebang.registry.queries import pool  # noqa: PLC0415 -- as above

        pool.rules_come_from(lambda: found.experts if (found := newest()) else None)
