import pytest

from coach.storage import Store
from tests.coach.storage.samples import Clock


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path, Clock()) as opened:
        yield opened
