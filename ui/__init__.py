"""The window: thin screens over the engine. ``ui.app.run_app`` opens it."""

from ui.options import AppOptions

__all__ = ["AppOptions"]
