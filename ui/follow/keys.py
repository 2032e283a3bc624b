"""The keys of the follow screen: one table for the screen, the tool tips and the list of keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt

_K = Qt.Key


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What a key does.

    Attributes:
        act: name of what is done, as in the screen's table of acts.
        shown: the key as it is written; name: text key of what it does.
        keys: any of them does it.
    """

    act: str
    shown: str
    name: str
    keys: tuple[Qt.Key, ...]


SHORTCUTS: Final = (
    Shortcut("toggle", "Space", "follow_key_toggle", (_K.Key_Space, _K.Key_Return, _K.Key_Enter)),
    Shortcut("restart", "R", "ui_restart", (_K.Key_R,)),
    Shortcut("slower", "−", "ui_slower", (_K.Key_Minus,)),
    Shortcut("faster", "+", "ui_faster", (_K.Key_Plus, _K.Key_Equal)),
    Shortcut("previous", "←", "follow_key_previous", (_K.Key_Left, _K.Key_PageUp)),
    Shortcut("next", "→", "follow_key_next", (_K.Key_Right, _K.Key_PageDown)),
    Shortcut("loop", "A", "follow_key_loop", (_K.Key_A,)),
    Shortcut("mark_start", "[", "follow_key_mark_start", (_K.Key_BracketLeft,)),
    Shortcut("mark_end", "]", "follow_key_mark_end", (_K.Key_BracketRight,)),
    Shortcut("layout", "L", "follow_key_layout", (_K.Key_L,)),
    Shortcut("corner", "K", "follow_corner", (_K.Key_K,)),
    Shortcut("ghost", "G", "follow_ghost", (_K.Key_G,)),
    Shortcut("flip", "V", "follow_flip", (_K.Key_V,)),
    Shortcut("mirror", "M", "follow_key_mirror", (_K.Key_M,)),
    Shortcut("voice", "C", "follow_voice", (_K.Key_C,)),
    Shortcut("second", "T", "follow_second", (_K.Key_T,)),
    Shortcut("full_screen", "F11", "ui_full_screen", (_K.Key_F11, _K.Key_F)),
    Shortcut("edit", "E", "ui_edit_moves", (_K.Key_E,)),
    Shortcut("keys", "?", "follow_keys", (_K.Key_Question, _K.Key_F1)),
    Shortcut("stop", "Esc", "ui_stop", (_K.Key_Escape,)),
)
"""Every key, in the order in which they are listed."""

ACT_OF: Final = {key: shortcut.act for shortcut in SHORTCUTS for key in shortcut.keys}
SHOWN: Final = {shortcut.act: shortcut.shown for shortcut in SHORTCUTS}
"""What a key does, and which key does something."""
