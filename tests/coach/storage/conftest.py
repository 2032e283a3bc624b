import pytest
from storage_samples import Clock

from coach.storage import Store


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path, Clock()) as opened:
        yield opened
