"""How far hypothesis searches: everyday on each run, nightly by HYPOTHESIS_PROFILE=nightly.

No example has a deadline: a busy machine is not a fault. A law's own `max_examples` still wins.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("everyday", deadline=None, max_examples=60, print_blob=True)
settings.register_profile(
    "nightly",
    deadline=None,
    max_examples=2000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))
