"""Whether words that sound like starting over mean the talk; “重新处理” means the matter."""

from __future__ import annotations

import re

_FROM_THE_BEGINNING = re.compile(
    r"重新?(?:开始|開始|来|來|说|說|讲|講|填|登记|登記|投诉|投訴)|从头|從頭|重头|重頭|清空"
    r"|\b(?:restart|start|begin|scrap|reset)",
    re.IGNORECASE,
)


def starts_over(text: str) -> bool:
    """Whether the complaint is to be told anew."""
    return bool(_FROM_THE_BEGINNING.search(text))
