"""A process that reads damaged files, one after the other, and tells how it goes.

Arguments: the folder of the samples, a folder to work in. Each line of standard input is a
case, "<reader> <seed>"; each line of standard output is what became of it: "refused NAME",
"read" or "escaped NAME", the megabytes at most, and for the latter where it came from.
"""

import json
import logging
import os
import resource
import shutil
import sys
import traceback
import warnings
from pathlib import Path

from coach.errors import UserCanFix
from tests.hostile.mutations import mutated
from tests.hostile.readers import READERS, TRICKS

ROOM_BYTES = 4 << 30
"""Address space beyond what the libraries take: no case may take the machine down."""


def main() -> None:
    samples, room = Path(sys.argv[1]), Path(sys.argv[2])
    readers = {reader.name: reader for reader in (*READERS, *TRICKS)}
    logging.disable()
    warnings.simplefilter("ignore")
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    taken = _status("VmSize") << 20
    resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM_BYTES, taken + ROOM_BYTES))
    print("ready", file=told, flush=True)
    for line in sys.stdin:
        case = json.loads(line)
        reader, seed = readers[case["reader"]], case["seed"]
        file = _damaged(samples / reader.name, room / "case", seed)
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        before = _status("VmRSS")
        became, where = "read", ""
        try:
            reader.read(file)
        except UserCanFix as error:
            became = f"refused {type(error).__name__}"
        except BaseException as error:  # what the test is about
            became, where = f"escaped {type(error).__name__}: {error}"[:300], traceback.format_exc()
        taken = _status("VmHWM") - before
        print(json.dumps([became, taken, where[-3000:]]), file=told, flush=True)
        shutil.rmtree(room / "case", ignore_errors=True)


def _damaged(samples: Path, folder: Path, seed: int) -> Path:
    known = sorted(path for path in samples.iterdir() if path.is_file())
    one, other = known[seed % len(known)], known[(seed // 7) % len(known)]
    folder.mkdir(parents=True)
    file = folder / one.name
    file.write_bytes(mutated(one.read_bytes(), other.read_bytes(), one.suffix, seed))
    return file


def _status(name: str) -> int:
    """Megabytes of a line of /proc/self/status."""
    text = Path("/proc/self/status").read_text()
    return int(text.split(f"{name}:")[1].split()[0]) >> 10


if __name__ == "__main__":
    main()
