"""Downloads: without a network, by stand-ins for yt-dlp and for the process."""

from __future__ import annotations

import errno
import threading

import av
import numpy as np
import pytest

from coach.backlog import GivenUp
from coach.errors import (
    DataUnwritable,
    DownloadFailed,
    DownloadNeedsMore,
    DownloadTooLarge,
    LinkIsList,
    NetworkMissing,
    VideoAgeLimited,
    VideoNotPublic,
)
from coach.links import SITES, checked_link
from coach.media import probe
from coach.media.download import download, safe_name
from coach.media.fetching import Request, addresses_of, choose, fetch, is_public, meaning, settings
from tests.coach.media.downloads import (
    TRIALS,
    FakeDownloader,
    serve_death,
    serve_fake,
    serve_forever,
    serve_objects,
    serve_refusal,
    serve_trials,
)

LINK = checked_link("https://www.youtube.com/watch?v=abc")


@pytest.fixture
def request_(tmp_path):
    (tmp_path / "part").mkdir()
    return Request(LINK.url, "YouTube", ("youtube",), tmp_path / "part", 1000, "")


def fetched(folder, serve, tell=lambda _: None, stop=None):
    return download(LINK, folder, tell, stop or threading.Event(), serve=serve)


def left(folder):
    return [path.name for path in (folder / "videos").iterdir()]


# -- the whole way, with a process ---------------------------------------------------------


def test_a_video_comes_under_a_name_of_ours_with_progress(tmp_path):
    parts = []
    got = fetched(tmp_path, serve_fake, parts.append)

    assert parts == [0.5, 1.0]
    assert got.title == "A <b>title</b> / 운동: 1"
    assert got.path.parent == tmp_path / "videos"
    assert got.path.name.startswith("A b title b 운동 1 ")
    assert got.path.suffix == ".mp4"
    assert got.path.read_bytes() == b"x" * 10
    assert left(tmp_path) == [got.path.name]


def test_a_refusal_comes_through_and_nothing_is_left(tmp_path):
    with pytest.raises(VideoNotPublic):
        fetched(tmp_path, serve_refusal)

    assert left(tmp_path) == []


def test_a_download_that_never_ends_can_be_stopped_and_its_half_file_goes(tmp_path):
    stop, parts = threading.Event(), []

    def tell(part):
        parts.append(part)
        stop.set()

    with pytest.raises(GivenUp):
        fetched(tmp_path, serve_forever, tell, stop)

    assert parts == [0.1]
    assert left(tmp_path) == []


def test_a_process_that_dies_is_told(tmp_path):
    with pytest.raises(DownloadFailed):
        fetched(tmp_path, serve_death)

    assert left(tmp_path) == []


def test_what_is_no_message_of_ours_is_not_unpacked(tmp_path):
    with pytest.raises(DownloadFailed):
        fetched(tmp_path, serve_objects)


def test_what_an_ended_program_left_is_cleared_by_the_next_download(tmp_path):
    old = tmp_path / "videos" / ".0123.part"
    old.mkdir(parents=True)
    (old / "video.mp4.part").write_bytes(b"half")
    (tmp_path / "videos" / "kept.mp4").write_bytes(b"whole")

    got = fetched(tmp_path, serve_fake)

    assert sorted(left(tmp_path)) == sorted(["kept.mp4", got.path.name])


def test_the_process_can_do_nothing_but_write_into_its_folder(tmp_path):
    (tmp_path / "videos").mkdir()
    (tmp_path / "videos" / "kept").write_bytes(b"kept")

    got = fetched(tmp_path, serve_trials)

    assert got.title.splitlines() == list(TRIALS)
    assert (tmp_path / "videos" / "kept").read_bytes() == b"kept"


# -- what yt-dlp is told and what it says ----------------------------------------------------


def test_a_title_is_kept_and_the_file_found(request_):
    assert fetch(request_, lambda _: None, FakeDownloader) == (
        "A <b>title</b> / 운동: 1",
        "video-18.mp4",
    )


def write_part(path, kind):
    """A second of picture, or of sound, alone."""
    with av.open(str(path), "w") as container:
        if kind == "picture":
            stream = container.add_stream("libx264", rate=25)
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
            frames = [av.VideoFrame(64, 48, "yuv420p") for _ in range(25)]
        else:
            stream = container.add_stream("libopus" if kind == "opus" else "aac", rate=48000)
            silence = np.zeros((1, 960), np.float32)
            frames = [av.AudioFrame.from_ndarray(silence, "fltp", "mono") for _ in range(50)]
            for i, frame in enumerate(frames):
                frame.sample_rate, frame.pts = 48000, 960 * i
        for frame in (*frames, None):
            container.mux(stream.encode(frame))


@pytest.mark.parametrize(("sound", "ending"), [("aac", "mp4"), ("opus", "mkv")])
def test_picture_and_sound_that_came_apart_are_joined(request_, sound, ending):
    parts = []

    class Apart(FakeDownloader):
        def extract_info(self, url, *, download):
            (hook,) = self.settings["progress_hooks"]
            for name, kind, codec in (("v", "picture", "acodec"), ("a", sound, "vcodec")):
                suffix = "mp4" if kind != "opus" else "webm"
                where = self.settings["outtmpl"]["default"] % {"format_id": name, "ext": suffix}
                write_part(where, kind)
                hook({"status": "downloading", "downloaded_bytes": 5, "total_bytes": 10,
                      "info_dict": {codec: "none"}})  # fmt: skip
            return {"title": "Squats", "requested_downloads": [{}, {}]}

    title, name = fetch(request_, parts.append, Apart)

    assert (title, name) == ("Squats", f"joined.{ending}")
    assert parts == [pytest.approx(0.45), pytest.approx(0.95)]
    with av.open(str(request_.folder / name)) as joined:
        assert len(joined.streams.video) == len(joined.streams.audio) == 1
        assert sum(1 for _ in joined.decode(video=0)) == 25
    assert probe(request_.folder / name).duration == pytest.approx(1.0, abs=0.1)


def test_parts_that_are_no_video_are_told(request_):
    class Broken(FakeDownloader):
        def extract_info(self, url, *, download):
            for name in "va":
                (request_.folder / f"video-{name}.mp4").write_bytes(b"not a video")
            return {"title": "Squats"}

    with pytest.raises(DownloadFailed):
        fetch(request_, lambda _: None, Broken)


def test_a_part_that_was_too_large_is_missed(request_):
    class Half(FakeDownloader):
        def extract_info(self, url, *, download):
            (request_.folder / "video-a.m4a").write_bytes(b"sound")
            return {"title": "Squats", "requested_downloads": [{}, {}]}

    with pytest.raises(DownloadTooLarge):
        fetch(request_, lambda _: None, Half)


def known(name, picture, sound, height=720):
    """A format as an extractor of yt-dlp gives it."""
    ending = "m4a" if sound == "mp4a" and picture == "none" else "mp4"
    return {"format_id": name, "url": "x", "ext": ending, "vcodec": picture, "acodec": sound,
            "height": height, "protocol": "https"}  # fmt: skip


SOUND = known("sound", "none", "mp4a", None)


@pytest.mark.parametrize(
    ("formats", "chosen"),
    [
        pytest.param([SOUND, known("hd", "avc1", "mp4a")], ["hd"], id="in-one-file"),
        pytest.param(
            [SOUND, known("hd", "avc1", "none"), known("small", "avc1", "mp4a", 360)],
            ["hd", "sound"],
            id="better-in-two",
        ),
        pytest.param([known("small", "avc1", "mp4a", 360)], ["small"], id="small"),
        pytest.param(
            [SOUND, known("new", "vp9", "none", 1080)], ["new", "sound"], id="other-codec"
        ),
        pytest.param([known("huge", "avc1", "mp4a", 2160)], ["huge"], id="huge-if-nothing-else"),
        pytest.param([known("silent", "avc1", "none")], ["silent"], id="without-sound"),
        pytest.param([known("worse", None, None), known("hls", None, None)], ["hls"], id="untold"),
        pytest.param([SOUND], [], id="no-picture"),
    ],
)
def test_the_best_that_plays_everywhere_is_chosen(formats, chosen):
    found = choose({"formats": formats})

    assert [f["format_id"] for f in found] == chosen


class Answering(FakeDownloader):
    """Answers what the test says."""

    info: dict | None = None
    error: Exception | None = None

    def extract_info(self, url, *, download):
        if self.error is not None:
            raise self.error
        if self.info is not None:
            self.settings["match_filter"](self.info, incomplete=False)
        return self.info


@pytest.mark.parametrize(
    ("info", "kind"),
    [
        pytest.param({"_type": "playlist", "entries": []}, LinkIsList, id="a-list"),
        pytest.param(None, LinkIsList, id="nothing"),
        pytest.param({"is_live": True}, VideoNotPublic, id="live"),
        pytest.param({"live_status": "is_upcoming"}, VideoNotPublic, id="not-yet-there"),
        pytest.param({"filesize": 1001}, DownloadTooLarge, id="known-to-be-too-large"),
        pytest.param({"filesize_approx": 1001}, DownloadTooLarge, id="about-too-large"),
        pytest.param({"title": "a"}, DownloadTooLarge, id="told-as-success-without-a-file"),
    ],
)
def test_what_cannot_be_taken_is_refused(request_, info, kind):
    make = type("Made", (Answering,), {"info": info})

    with pytest.raises(kind):
        fetch(request_, lambda _: None, make)


def test_a_video_that_grows_too_large_is_given_up(tmp_path):
    (tmp_path / "part").mkdir()
    small = Request(LINK.url, "YouTube", ("youtube",), tmp_path / "part", 10, "")

    class Growing(FakeDownloader):
        def extract_info(self, url, *, download):
            self.settings["progress_hooks"][0]({"status": "downloading", "downloaded_bytes": 11})

    with pytest.raises(DownloadTooLarge):
        fetch(small, lambda _: None, Growing)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (
            "ERROR: [youtube] x: Private video. Sign in if you've been granted access",
            VideoNotPublic,
        ),
        ("ERROR: [youtube] x: Video unavailable. This video has been removed", VideoNotPublic),
        ("Join this channel to get access to members-only content", VideoNotPublic),
        ("HTTP Error 404: Not Found", VideoNotPublic),
        ("Sign in to confirm your age. This video may be inappropriate", VideoAgeLimited),
        ("This video is age-restricted", VideoAgeLimited),
        ("No supported JavaScript runtime could be found", DownloadNeedsMore),
        ("n challenge solving failed", DownloadNeedsMore),
        ("Sign in to confirm you're not a bot", DownloadNeedsMore),
        ("Unable to download webpage: [Errno -2] Name or service not known", NetworkMissing),
        ("You have requested merging but ffmpeg is not installed", DownloadNeedsMore),
        ("Requested format is not available", DownloadNeedsMore),
        ("Unable to download: <urlopen error [Errno -2] Name: getaddrinfo failed>", NetworkMissing),
        ("The read operation timed out", NetworkMissing),
        ("HTTP Error 503: Service Unavailable", NetworkMissing),
        ("certificate verify failed", NetworkMissing),
        ("\x1b[0;31mERROR:\x1b[0m something\nnew", DownloadFailed),
    ],
)
def test_what_yt_dlp_says_becomes_a_kind(request_, said, kind):
    error = meaning(ValueError(said), request_)

    assert type(error) is kind
    assert "\x1b" not in str(error)


def test_a_full_disk_is_found_below_other_errors(request_):
    error = ValueError("unable to write data")
    error.__cause__ = OSError(errno.ENOSPC, "No space left on device")

    assert isinstance(meaning(error, request_), DataUnwritable)


def test_errors_in_a_circle_do_not_hang(request_):
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first

    assert isinstance(meaning(first, request_), DownloadFailed)


def test_the_settings_allow_one_video_by_its_own_means(request_):
    told = settings(request_, FakeWatch())

    assert told["format"] is choose
    assert told["noplaylist"]
    assert told["allowed_extractors"] == ["youtube"]
    assert told["postprocessors"] == []
    for name in ("enable_file_urls", "cachedir", "cookiefile", "cookiesfrombrowser", "usenetrc"):
        assert not told[name], name
    assert told["outtmpl"]["default"].startswith(str(request_.folder))


class FakeWatch:
    accept = progress = None


def test_yt_dlp_knows_the_settings_and_the_sites(request_):
    import yt_dlp

    loaded = {}
    for site in SITES:
        one = Request(LINK.url, site.name, site.extractors, request_.folder, 1000, "")
        with yt_dlp.YoutubeDL(settings(one, FakeWatch())) as downloader:
            loaded[site.name] = [name for name in downloader._ies if name != "UnsupportedURL"]

    assert all(loaded.values()), loaded
    assert not [name for names in loaded.values() for name in names if name == "Generic"]


# -- addresses and names ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "public"),
    [
        pytest.param(("142.250.1.1", 443), True, id="the-internet"),
        pytest.param(("2a00:1450::1", 443, 0, 0), True, id="the-internet-v6"),
        pytest.param(("127.0.0.1", 443), False, id="this-computer"),
        pytest.param(("10.1.2.3", 443), False, id="private"),
        pytest.param(("169.254.169.254", 80), False, id="link-local"),
        pytest.param(("::1", 443, 0, 0), False, id="this-computer-v6"),
        pytest.param(("::ffff:127.0.0.1", 443, 0, 0), False, id="this-computer-mapped"),
        pytest.param(("fe80::1%eth0", 443, 0, 2), False, id="link-local-v6"),
        pytest.param(("fec0::1", 443, 0, 0), False, id="site-local-v6"),
        pytest.param(("::127.0.0.1", 443, 0, 0), False, id="this-computer-compatible"),
        pytest.param(("2002:7f00:1::", 443, 0, 0), False, id="this-computer-by-6to4"),
        pytest.param(("64:ff9b::c0a8:1", 443, 0, 0), False, id="private-behind-nat64"),
        pytest.param(("64:ff9b::8efa:101", 443, 0, 0), True, id="the-internet-behind-nat64"),
        pytest.param(("2130706433", 443), False, id="a-number"),
        pytest.param(("0x7f.1", 443), False, id="a-hexadecimal-number"),
        pytest.param(("224.0.0.1", 443), False, id="many"),
        pytest.param(("youtube.com", 443), False, id="a-name-that-was-not-resolved"),
        pytest.param("/run/socket", False, id="a-local-socket"),
        pytest.param((), False, id="nothing"),
    ],
)
def test_only_addresses_of_the_internet_are_public(address, public):
    assert is_public(address) == public


def test_of_a_private_network_the_proxy_alone_is_reached():
    gateway = addresses_of("127.0.0.1")

    assert is_public(("127.0.0.1", 3128), gateway)
    assert not is_public(("127.0.0.2", 80), gateway)
    assert is_public(("1.1.1.1", 443), gateway)
    assert addresses_of(None) == addresses_of("a" * 100) == frozenset()


@pytest.mark.parametrize("letter", ["a", "각", "𝗕"], ids=["latin", "korean", "four-bytes"])
def test_a_long_title_fits_into_the_name_of_a_file(tmp_path, letter):
    name = f"{safe_name(letter * 500)} 0123abcd.webm"

    (tmp_path / name).touch()

    assert name.startswith(letter * 59)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param("../../etc/passwd", "etc passwd", id="a-way-up"),
        pytest.param('a\\b:c*d?"e<f>g|h\n', "a b c d e f g h", id="signs-of-windows"),
        pytest.param("운동 #1", "운동 1", id="korean"),
        pytest.param("...", "video", id="dots"),
        pytest.param("", "video", id="nothing"),
        pytest.param("-rf", "rf", id="like-an-option"),
        pytest.param("x" * 300, "x" * 80, id="long"),
    ],
)
def test_a_file_name_is_harmless(title, name):
    assert safe_name(title) == name
