"""QtMultimedia needs the library; the app connects to nothing through Qt, so no plugins of it."""

from PyInstaller.utils.hooks.qt import add_qt6_dependencies

hiddenimports, _, datas = add_qt6_dependencies(__file__)
