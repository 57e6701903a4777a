"""A line between people and the server that can be made bad: answers get lost, bytes crawl, connections break off."""

import asyncio
import contextlib
import socket
import struct
import threading

from tests.faults.ground import free_port


class Line:
    """Listens on `address` and passes everything on to `to`, as badly as its fields say; they may change any time."""

    def __init__(self, to):
        self.to, self.address = to, ("127.0.0.1", free_port())
        self.loses_answers = False
        self.breaks_off_after = None  # bytes of the request, counted with its head
        self.pause, self.piece = 0.0, 65536  # so long before each piece of so many bytes, both ways
        self.loop = asyncio.new_event_loop()

    async def pass_on(self, reader, writer):
        onward = None
        try:
            answer, onward = await asyncio.open_connection(*self.to)
            there = self.loop.create_task(self.carry(reader, onward, left=self.breaks_off_after))
            back = self.loop.create_task(self.carry_back(answer, writer))
            await asyncio.wait([there, back], return_when=asyncio.FIRST_COMPLETED)
            if there.done() and there.result():  # the request went out in full; the answer may still come
                await back
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for end in filter(None, (writer, onward)):
                break_off(end)

    async def carry(self, reader, writer, *, left=None):
        """True when everything was carried, False when the line broke off first."""
        with contextlib.suppress(OSError):
            while taken := await reader.read(self.piece if left is None else min(self.piece, left)):
                await asyncio.sleep(self.pause)
                writer.write(taken)
                await writer.drain()
                left = None if left is None else left - len(taken)
                if left == 0:
                    return False
        return True

    async def carry_back(self, reader, writer):
        if not self.loses_answers:
            return await self.carry(reader, writer)
        return await reader.read(1)  # the server has answered; nobody hears it

    def __enter__(self):
        server = self.loop.run_until_complete(asyncio.start_server(self.pass_on, *self.address))
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.server = server
        return self

    def __exit__(self, *problem):
        asyncio.run_coroutine_threadsafe(self.close(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def close(self):
        self.server.close()
        open_tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in open_tasks:
            task.cancel()
        await asyncio.gather(*open_tasks, return_exceptions=True)
        await self.server.wait_closed()
        await asyncio.sleep(0.05)  # connections that were broken off are closed by the loop a moment later


def break_off(writer):
    """Ends a connection at once, with a reset, as when a cable is pulled."""
    with contextlib.suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
