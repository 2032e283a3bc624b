"""Pictures side by side on one page, and pictures in few colours."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PIL import Image

_PAGE = """<!doctype html><meta charset="utf-8"><title>Screens</title>
<style>body{{font:14px sans-serif;margin:16px;background:#777;color:#fff}}
h2{{margin:24px 0 8px}}div{{display:flex;flex-wrap:wrap;gap:8px}}
figure{{margin:0}}img{{width:480px;display:block}}figcaption{{font-size:12px}}</style>
{body}
"""


def write_sheet(folder: Path, names: Sequence[str]) -> Path:
    """``index.html`` with every picture of a folder, those of one screen in a row.

    Args:
        folder: holds NAME_LANGUAGE_PALETTE_WIDTH.png.
        names: of the screens, in their order.
    """
    rows = []
    files = sorted(folder.glob("*.png"))
    for name in names:
        mine = [file for file in files if file.stem.rsplit("_", 3)[0] == name]
        shown = "".join(
            f'<figure><a href="{escape(file.name)}"><img loading="lazy" src="{escape(file.name)}">'
            f"</a><figcaption>{escape(file.stem)}</figcaption></figure>"
            for file in mine
        )
        if mine:
            rows.append(f"<h2>{escape(name)}</h2><div>{shown}</div>")
    sheet = folder / "index.html"
    sheet.write_text(_PAGE.format(body="\n".join(rows)), encoding="utf-8")
    return sheet


def few_colours(file: Path, into: Path) -> None:
    """The picture in 256 colours of its own, dithered: a third of the size."""
    with Image.open(file) as picture:
        plain = picture.convert("RGB")
        colours = plain.quantize(256, kmeans=1)
        few = plain.quantize(palette=colours, dither=Image.Dither.FLOYDSTEINBERG)
        few.save(into, optimize=True)
