"""The pose model comes without the library of plots that MediaPipe would bring along."""

import subprocess
import sys

CODE = """
import sys
from coach.pose.landmarker import Landmarker
Landmarker("lite", 1).close()
print(*[name for name in sys.modules if name.split(".")[0] == "matplotlib"])
"""


def test_the_library_of_plots_stays_away():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""


def test_who_wants_plots_still_gets_them():
    code = CODE + "import matplotlib.pyplot as plt; print(plt.subplots.__name__)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "subplots"
