"""The embedded broker: a folder of files, for one worker on this machine. A practice sets CELERY_BROKER_URL instead.

Kombu's transport writes a message in place; a worker that looks while it is written, or after its writer was killed,
reads half of it and dies. Here a message appears whole or not at all, and a torn file is passed over: whatever it rang
for, the next tick finds.
"""

import os
from pathlib import Path
from queue import Empty
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils import json

CODEC: Any = json  # kombu carries no types
CHANNEL: Any = filesystem.Channel
TRANSPORT: Any = filesystem.Transport


class Channel(CHANNEL):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        name = f"{monotonic_ns():020}_{uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        (folder / f"{name}.part").write_text(CODEC.dumps(payload))
        (folder / f"{name}.part").rename(folder / name)

    def _get(self, queue: str) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f"{name}.taken"
            try:
                (folder / name).rename(taken)
                text = taken.read_text()
                taken.unlink()
                return CODEC.loads(text)
            except (OSError, ValueError):  # somebody else took it, the folder was emptied, or it is torn
                continue
        raise Empty

    def get_table(self, exchange: str) -> Any:
        try:
            return super().get_table(exchange)
        except ValueError:
            return []

    def _queue_bind(self, exchange: str, *how: Any) -> None:
        try:
            super()._queue_bind(exchange, *how)
        except ValueError:
            self._exchange_file(exchange).unlink(missing_ok=True)
            super()._queue_bind(exchange, *how)


class Transport(TRANSPORT):
    Channel = Channel
