"""Engine of the home-training coach: everything but the windows.

The engine never imports Qt or ``ui``; the app and the command line are two thin
users of it. See ``docs/architecture.md``.
"""

__version__ = "0.1.0"
