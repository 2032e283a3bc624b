"""The table that says what to do, as people write it."""

from pathlib import Path

import pytest

from coach.batch.manifest import Options, read_manifest
from coach.errors import FileMissing, ManifestInvalid

USUAL = Options()


@pytest.fixture
def manifest(tmp_path):
    """Writes a table and reads it."""

    def read(text: str | bytes, usual: Options = USUAL):
        path = tmp_path / "list.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_manifest(path, usual)

    return read


def test_paths_count_from_the_folder_of_the_table(manifest, tmp_path):
    (row,) = manifest("recording,target\nme/a.mp4,t.mp4\n")

    assert (row.recording, row.target) == (tmp_path / "me" / "a.mp4", tmp_path / "t.mp4")
    assert row.written == ("me/a.mp4", "t.mp4")


def test_an_absolute_path_stays(manifest, tmp_path):
    (row,) = manifest(f"recording\n{tmp_path / 'x' / 'a.mp4'}\n")

    assert row.recording == tmp_path / "x" / "a.mp4"


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        pytest.param("target,recording\nt.mp4,a.mp4\n", ["score"], id="a-target-is-to-score"),
        pytest.param("recording\na.mp4\n", ["count"], id="none-is-to-count"),
        pytest.param("target,user\nt.mp4,a.mp4\n", ["score"], id="called-user"),
        pytest.param("Video,Command\na.mp4,Squat\n", ["squat"], id="called-video-and-command"),
        pytest.param(
            "task,target,recording\nscore,t.mp4,a.mp4\nwatch,,b.mp4\n", ["score", "watch"],
            id="mixed",
        ),
        pytest.param("recording;task\na.mp4;moves\n", ["moves"], id="semicolons"),
        pytest.param("recording\ttask\r\na.mp4\tmoves\r\n", ["moves"], id="tabs"),
        pytest.param("\ufeffrecording,task\na.mp4,moves\n", ["moves"], id="byte-order-mark"),
        pytest.param("recording,task\n\n,\na.mp4,moves\n\n", ["moves"], id="empty-lines"),
        pytest.param("recording,task,,\na.mp4,moves,,\n", ["moves"], id="empty-columns-behind"),
        pytest.param("recording,task\na.mp4\n", ["count"], id="short-line"),
        pytest.param("recording,task\na.mp4,moves\n".encode("utf-16"), ["moves"], id="two-bytes"),
    ],
)  # fmt: skip
def test_a_table_is_read_as_it_is_meant(manifest, text, tasks):
    assert [row.task for row in manifest(text)] == tasks


def test_columns_of_the_users_own_are_carried_along_as_they_are(manifest):
    (row,) = manifest('recording,Group,"Älter als"\na.mp4,B,"60, 운동"\n')

    assert row.carried == (("Group", "B"), ("Älter als", "60, 운동"))


def test_options_of_a_row_come_before_those_of_all(manifest):
    first, second = manifest(
        "target,recording,model,people,mirror,strictness,body,without\n"
        "t.mp4,a.mp4,lite,2,off,expert,upper,left_arm right_arm\n"
        "t.mp4,b.mp4,,,,,,\n",
        Options(model="full"),
    )

    assert first.options == Options(
        "lite", 2, "off", "expert", "upper", ("left_arm", "right_arm"), "squat"
    )
    assert second.options == Options(model="full")


def test_an_option_that_the_task_does_not_have_is_left_out(manifest):
    (row,) = manifest("recording,task,people,mirror\na.mp4,count,2,off\n")

    assert row.options == Options()


def test_rows_without_an_id_are_numbered(manifest):
    assert [row.id for row in manifest("recording,id\na.mp4,\nb.mp4,last\n")] == ["1", "last"]


@pytest.mark.parametrize(
    ("text", "line", "column", "found"),
    [
        pytest.param("name\na.mp4\n", 1, "recording", "name", id="no-recording"),
        pytest.param("", 2, "recording", "0", id="empty"),
        pytest.param("recording\n", 2, "recording", "0", id="no-rows"),
        pytest.param("recording,task\na.mp4,dance\n", 2, "task", "dance", id="task"),
        pytest.param("recording,people\na.mp4,3\n", 2, "people", "3", id="people"),
        pytest.param("recording,model\na.mp4,huge\n", 2, "model", "huge", id="model"),
        pytest.param(
            "recording,without\na.mp4,left_arm tail\n", 2, "without", "tail", id="limb"
        ),
        pytest.param("recording,task\na.mp4,score\n", 2, "target", "", id="score-without-target"),
        pytest.param("recording,target\n,t.mp4\n", 2, "recording", "", id="nothing-to-look-at"),
        pytest.param("recording,id\na.mp4,x\nb.mp4,x\n", 3, "id", "x (2)", id="same-id"),
        pytest.param("recording,id,id\na.mp4,x,y\n", 1, "id", "2", id="same-column"),
        pytest.param("recording,video\na.mp4,b.mp4\n", 1, "recording", "2", id="two-names-for-one"),
        pytest.param("recording,x\na.mp4,1,2,3\n", 2, "*", "4", id="more-cells-than-columns"),
        pytest.param('recording\n"a.mp4\n', 2, "*", "unexpected end of data", id="open-quote"),
        pytest.param('recording\n"a\nb.mp4"\nc.mp4,1,2\n', 4, "*", "3", id="after-a-long-cell"),
        pytest.param(b"recording\n\xc7\xd1.mp4\n", 2, "*", "c7", id="another-encoding"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_done_is_named(manifest, text, line, column, found):
    with pytest.raises(ManifestInvalid) as refused:
        manifest(text)

    error = refused.value
    assert (error.line, error.column, error.found) == (line, column, found)


def test_a_table_that_is_not_there():
    with pytest.raises(FileMissing):
        read_manifest(Path("nowhere.csv"))
