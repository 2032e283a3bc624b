from contextlib import ExitStack

import pytest

from coach.storage import Store
from tests.coach.storage.samples import Clock
from tests.coach.storage.servers import SERVERS, started


@pytest.fixture(scope="session")
def servers():
    """Gives a server by name, started when it is first asked for, once in a run."""
    running = {}
    with ExitStack() as stack:

        def server_of(name):
            kind = SERVERS[name]
            if missing := kind.missing():
                pytest.skip(f"{missing} is not installed, see tests/debian-packages.txt")
            if name not in running:
                running[name] = stack.enter_context(started(kind))
            running[name].empty()
            return running[name]

        yield server_of


@pytest.fixture(params=sorted(SERVERS))
def server(request, servers):
    """A server that holds nothing."""
    return servers(request.param)


@pytest.fixture(params=["sqlite", *sorted(SERVERS)])
def store(request, servers, tmp_path):
    """An empty store, of each kind."""
    place = tmp_path if request.param == "sqlite" else servers(request.param).url
    with Store(place, Clock()) as opened:
        yield opened


@pytest.fixture
def file_store(tmp_path):
    """An empty store in a file."""
    with Store(tmp_path, Clock()) as opened:
        yield opened
