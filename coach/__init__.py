"""Engine of the home-training coach: everything but the windows.

The engine never imports Qt or ``ui``; the app and the command line are two thin
users of it. See ``docs/architecture.md``.
"""

import os

from coach.offline import stay_offline

__version__ = "0.1.0"

stay_offline()

# Our matrices are small: more threads would only fight with the pose model for the cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
