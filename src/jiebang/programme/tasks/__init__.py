"""Background work of the programme."""

from jiebang.programme.tasks.likeness import compare_some, compare_waiting
from jiebang.programme.tasks.subscription import mail_subscribers

__all__ = ["compare_some", "compare_waiting", "mail_subscribers"]
