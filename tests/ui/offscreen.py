"""Imported before the window: no screen, and no words about the machine's libraries."""

import os

from PySide6.QtCore import QLoggingCategory

os.environ["QT_QPA_PLATFORM"] = "offscreen"
QLoggingCategory.setFilterRules("qt.multimedia.*=false")
