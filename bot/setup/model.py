"""The trained model. The command knows itself what a model depends on, so it is always asked."""

from __future__ import annotations

from .checkout import Checkout
from .tasks import Task


def model_task(checkout: Checkout) -> Task:
    def train() -> None:
        checkout.call(str(checkout.bin / "qingting"), "train", "--if-stale", show=True)

    return Task("training the model if it is stale", lambda: False, train)
