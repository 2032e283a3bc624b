"""The plugins of Qt that a window on a desktop needs.

The GTK theme would bring GTK along, the virtual keyboard all of QML; the others draw to screens
without a window system.
"""

from pathlib import Path

from PyInstaller.utils.hooks.qt import add_qt6_dependencies

LEFT_OUT_FOLDERS = {"egldeviceintegrations", "generic"}
LEFT_OUT = {"qgtk3", "qtvirtualkeyboardplugin", "qpdf", "qtiff", "qtga", "qwbmp"} | {
    f"q{name}" for name in ("eglfs", "linuxfb", "minimal", "minimalegl", "vkkhrdisplay", "vnc")
}

hiddenimports, binaries, datas = add_qt6_dependencies(__file__)
binaries = [
    (source, place)
    for source, place in binaries
    if Path(place).name not in LEFT_OUT_FOLDERS
    and Path(source).stem.removeprefix("lib") not in LEFT_OUT
]
