"""A PostgreSQL of a test's own that keeps what it promises (fsync is on) and may be killed and started again."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.faults.ground import free_port
from tests.postgres import account_for, binaries_for, initdb

PASSWORD = "a scratch cluster's own"


class Cluster:
    def __init__(self, folder, *settings):
        self.folder, self.port, self.settings = folder, free_port(), settings
        self.binaries, self.user = binaries_for(folder), account_for(folder)
        initdb(self.binaries, folder, PASSWORD, self.user)
        self.url = f"postgresql://tests:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{self.port}/postgres"

    def start(self):
        """Until it takes connections; a killed one leaves memory behind that its last child must give back first."""
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}"]
        options = [part for setting in (*settings, *self.settings) for part in ("-c", setting)]
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with (self.folder / "log").open("ab") as log:
                command = [self.binaries / "postgres", "-D", self.folder / "data", *options]
                self.server = subprocess.Popen(
                    command, stdout=log, stderr=log, cwd=self.folder, start_new_session=True, **self.user
                )
            while self.server.poll() is None and time.monotonic() < deadline:
                if self.answers():
                    return
                time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text()[-3000:])

    def answers(self):
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self):
        """The postmaster alone, as the kernel would; its children notice by themselves."""
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def copy(self, source):
        """Everything that the database at the other URL holds."""
        dump = subprocess.run([self.binaries / "pg_dump", "--no-owner", source], check=True, capture_output=True)
        psql = [self.binaries / "psql", "-q", "-v", "ON_ERROR_STOP=1", self.url]
        subprocess.run(psql, input=dump.stdout, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def cluster(*settings):
    folder = Path(tempfile.mkdtemp(prefix="casemgmt-fault-", dir="/tmp" if os.geteuid() == 0 else None))
    made = None
    try:
        made = Cluster(folder, *settings)
        made.start()
        yield made
    finally:
        if made:
            made.server.send_signal(signal.SIGQUIT)
            made.server.wait()
        shutil.rmtree(folder, ignore_errors=True)
