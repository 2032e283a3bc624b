"""Engine of the home-training coach: everything but the windows.

The engine never imports Qt or ``ui``; the app and the command line are two thin
users of it. See ``docs/architecture.md``.
"""

from coach.offline import stay_offline

__version__ = "0.1.0"

stay_offline()
