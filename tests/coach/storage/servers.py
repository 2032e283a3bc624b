"""Private PostgreSQL and MariaDB servers for the tests: own folder, this machine alone."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, delete, insert, inspect, text
from sqlalchemy.exc import OperationalError

from coach.storage.server import server_url
from coach.storage.tables import CLOCK, METADATA

LOOKS = 600
"""How often it is asked whether a server is there; each time waits for its process a little."""
LOOK_EVERY_S = 0.05


class Server(ABC):
    """A server that is started, stopped and started again."""

    account = ""
    """Of the system, where tests run as root, which such servers refuse."""
    programs: Sequence[str] = ()

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = self.account if os.geteuid() == 0 else None
        if self._owner is not None:
            shutil.chown(folder, self._owner)
        self.prepare()
        self.start()

    @classmethod
    def missing(cls) -> str | None:
        """Name of a program that is not installed."""
        return next((name for name in cls.programs if cls.program(name) is None), None)

    @classmethod
    def program(cls, name: str) -> str | None:
        """Where a program is; Debian keeps those of PostgreSQL off the path."""
        places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", *map(str, places)])
        return shutil.which(name, path=path)

    @abstractmethod
    def prepare(self) -> None:
        """Make the folder of the data."""

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it."""

    @property
    @abstractmethod
    def url(self) -> str:
        """As a person would type it into the settings."""

    def run(self, name: str, *arguments: str) -> None:
        """A program of the server, as the account it runs under."""
        command = [str(self.program(name)), *arguments]
        subprocess.run(command, check=True, capture_output=True, user=self._owner, cwd=self.folder)

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, user=self._owner, cwd=self.folder
            )
        for _ in range(LOOKS):
            if self._answers():
                return
            try:
                self._process.wait(LOOK_EVERY_S)
            except subprocess.TimeoutExpired:
                continue
            break
        raise RuntimeError((self.folder / "log").read_text(errors="replace")[-2000:])

    def _answers(self) -> bool:
        engine = create_engine(server_url(self.url))
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except OperationalError:
            return False
        finally:
            engine.dispose()
        return True

    def stop(self) -> None:
        """Stop it at once, as a plug that is pulled."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def empty(self) -> None:
        """Let it hold nothing; the tables stay, as making them anew is slow."""
        engine = create_engine(server_url(self.url))
        with engine.begin() as connection:
            if inspect(connection).has_table(CLOCK.name):
                for table in reversed(METADATA.sorted_tables):
                    connection.execute(delete(table))
                connection.execute(insert(CLOCK).values(id=1, uid=uuid4().hex, seq=0))
        engine.dispose()


class PostgreSQL(Server):
    """``initdb`` and ``postgres``."""

    account = "postgres"
    programs = ("initdb", "postgres")

    def prepare(self) -> None:
        self.run(
            "initdb", "-D", str(self.data), "-U", "coach", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync",
        )  # fmt: skip

    def command(self) -> list[str]:
        options = {"listen_addresses": "", "fsync": "off", "shared_buffers": "16MB"}
        chosen = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        program = str(self.program("postgres"))
        return [program, "-D", str(self.data), "-k", str(self.folder), *chosen]

    @property
    def url(self) -> str:
        return f"postgresql://coach@/postgres?host={self.folder}"


class MariaDB(Server):
    """``mariadb-install-db`` and ``mariadbd``."""

    account = "mysql"
    programs = ("mariadb-install-db", "mariadbd")

    def prepare(self) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        self.run(
            "mariadb-install-db", "--no-defaults", f"--datadir={self.data}", "--skip-name-resolve",
            "--auth-root-authentication-method=normal",
        )  # fmt: skip

    def command(self) -> list[str]:
        return [
            str(self.program("mariadbd")), "--no-defaults", f"--datadir={self.data}",
            f"--socket={self.folder / 'socket'}", f"--pid-file={self.folder / 'pid'}",
            "--bind-address=127.0.0.1", f"--port={self.port}", "--skip-name-resolve",
            "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=16M",
        ]  # fmt: skip

    @property
    def url(self) -> str:
        return f"mariadb://root@127.0.0.1:{self.port}/test"


SERVERS = {"postgresql": PostgreSQL, "mariadb": MariaDB}


@contextmanager
def started(kind: type[Server]) -> Iterator[Server]:
    """A server that is there until the end.

    Its folder stands beside those of pytest, which the server's account may not enter.
    """
    folder = Path(tempfile.mkdtemp(prefix="coach-server-"))
    server = None
    try:
        if kind.account and os.geteuid() == 0:
            pwd.getpwnam(kind.account)
        server = kind(folder)
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
