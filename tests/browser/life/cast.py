"""Who plays: the staff, a company, two teams and a partner, a bank, a pool of experts."""

from __future__ import annotations

from django.contrib.auth import get_user_model

from jiebang.demo import acts
from tests import reviewing
from tests.browser.house import PASSWORD
from tests.factories import World

TITLE = "大型冲压线高速送料装置研发"
BANK = "示例银行济南分行"
BY_FORM = ("company", "district", "officer", "team", "supervisor")


def gather(world: World) -> None:
    """People who exist before the story begins; a few of them have passwords."""
    world.unit("partner", "淮海示例研究院", kind="institute", region_code="320100")
    bank = world.unit("bank", BANK, kind="bank", region="济南市", region_code="370103")
    acts.appoint(world.stage, "bank", "bank", bank)
    acts.person(world.stage, "objector", "东郭先生")
    reviewing.pool(world)
    for key in BY_FORM:
        user = get_user_model().objects.get(pk=world.stage.people[key])
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
