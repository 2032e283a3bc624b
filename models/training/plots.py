"""Pictures of what ``evaluate_score`` measured: ``docs/score/*.svg``.

python -m models.training.evaluate_score --plots docs/score
python -m models.training.plots FIGURES.json docs/score
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from numpy.typing import NDArray

GROUND: Final = "#FFFFFF"
TEXT: Final = "#171A20"
SECONDARY: Final = "#566072"
LINES: Final = "#D9DEE6"
ACCENT: Final = "#0068A8"
GOOD: Final = "#00735A"
OFF: Final = "#B23A0E"
LOOK: Final[dict[str, Any]] = {
    "figure.facecolor": GROUND,
    "axes.facecolor": GROUND,
    "axes.edgecolor": LINES,
    "axes.labelcolor": SECONDARY,
    "axes.titlecolor": TEXT,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlesize": 14,
    "axes.labelsize": 12,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": LINES,
    "xtick.color": SECONDARY,
    "ytick.color": SECONDARY,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "legend.frameon": False,
    "legend.fontsize": 12,
    "legend.labelcolor": TEXT,
    "font.family": ["DejaVu Sans", "sans-serif"],
    "svg.fonttype": "none",
    "svg.hashsalt": "score",
}
BINS: Final = np.linspace(-1, 1, 41)


def draw(found: Mapping[str, Any], folder: Path) -> list[Path]:
    """Every picture that the measured parts allow; says which."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    pairs = {name: raw for name, raw in _raw(found, "pairs").items() if name.endswith("±57°")}
    if pairs:
        made.append(saved(folder / "same_and_different.svg", len(pairs), _distributions(pairs)))
    views = _raw(found, "views")
    for key, label in (("yaw", "degrees between the cameras"), ("lag", "seconds late")):
        if views.get(key):
            made.append(saved(folder / f"{key}.svg", 1, _band(views[key], label)))
    for part in ("faults", "faults_exact"):
        if rows := _raw(found, part).get("rows"):
            made.append(saved(folder / f"{part}.svg", len(_exercises(rows)), _faults(rows)))
    return made


def _raw(found: Mapping[str, Any], part: str) -> dict[str, Any]:
    return dict(found.get(part, {}).get("raw", {}))


def saved(path: Path, plots: int, fill: Callable[[Sequence[Axes]], None]) -> Path:
    """A picture of so many plots, filled and written; equal figures, equal bytes."""
    columns = min(plots, 2)
    rows = -(-plots // columns)
    with mpl.rc_context(LOOK):
        picture = Picture(figsize=(7.0 if columns == 1 else 11.0, 3.4 * rows))
        grid = picture.subplots(rows, columns, squeeze=False, sharey=True).ravel()
        fill(list(grid[:plots]))
        for unused in grid[plots:]:
            unused.set_visible(False)
        picture.tight_layout()
        picture.savefig(path, metadata={"Date": None})
    return path


def _distributions(pairs: Mapping[str, Any]) -> Callable[[Sequence[Axes]], None]:
    """Mean latent cosine of pairs of the same and of different moves."""

    def fill(plots: Sequence[Axes]) -> None:
        for plot, (name, raw) in zip(plots, pairs.items(), strict=True):
            same, value = np.asarray(raw["same"], bool), np.asarray(raw["encoder"], float)
            for chosen, colour, words in (
                (same, GOOD, "same move"),
                (~same, OFF, "different move"),
            ):
                share = np.full(chosen.sum(), 100 / max(chosen.sum(), 1))
                plot.hist(value[chosen], BINS, weights=share, color=colour, alpha=0.7, label=words)
            plot.set(title=name, xlabel="mean latent cosine", xlim=(-1, 1))
            plot.legend(loc="upper left")
        plots[0].set_ylabel("% of the pairs")

    return fill


def _band(scores: Mapping[Any, Sequence[float]], label: str) -> Callable[[Sequence[Axes]], None]:
    """Score against one number: middle, and where half of the people are."""

    def fill(plots: Sequence[Axes]) -> None:
        at = np.array([float(key) for key in scores])
        low, middle, high = (
            np.array([np.quantile(v, part) for v in scores.values()]) for part in (0.25, 0.5, 0.75)
        )
        (plot,) = plots
        plot.fill_between(at, low, high, color=ACCENT, alpha=0.18, linewidth=0, label="half of all")
        plot.plot(at, middle, color=ACCENT, marker="o", linewidth=2, label="median")
        plot.set(xlabel=label, ylabel="score", ylim=(0, 100), xticks=at,
                 title="Another person does the same workout right")  # fmt: skip
        plot.legend(loc="lower center", ncols=2)

    return fill


def _exercises(rows: Sequence[Sequence[Any]]) -> list[str]:
    return sorted({row[0] for row in rows})


def _faults(rows: Sequence[Sequence[Any]]) -> Callable[[Sequence[Axes]], None]:
    """Mean score against severity, a line a fault, a plot an exercise."""

    def fill(plots: Sequence[Axes]) -> None:
        for plot, exercise in zip(plots, _exercises(rows), strict=True):
            faults = sorted({row[1] for row in rows if row[0] == exercise})
            colours = mpl.colormaps["viridis"](np.linspace(0, 0.85, len(faults)))
            for fault, colour in zip(faults, colours, strict=True):
                at, mean = _mean_by_severity([r for r in rows if (r[0], r[1]) == (exercise, fault)])
                words = fault.replace("_", " ")
                plot.plot(at, mean, marker="o", markersize=4, color=colour, label=words)
            plot.set(title=exercise.replace("_", " "), ylim=(0, 100), xlabel="severity")
            plot.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), handlelength=1.2)

    return fill


def _mean_by_severity(
    rows: Sequence[Sequence[Any]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    severity, score = (np.array([float(row[k]) for row in rows]) for k in (3, 4))
    at = np.unique(severity)
    return at, np.array([score[severity == one].mean() for one in at])


def main() -> None:
    """Draw from a JSON file of ``evaluate_score``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    for path in draw(json.loads(options.figures.read_text(encoding="utf-8")), options.folder):
        print(path)


if __name__ == "__main__":
    main()
