"""Background work of the review room."""

from jiebang.review.tasks.masking import mask_file, mask_waiting
from jiebang.review.tasks.preview import preview_file

__all__ = ["mask_file", "mask_waiting", "preview_file"]
