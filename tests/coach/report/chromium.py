"""Pages in a real browser without a window: what it measures, loads and prints."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

HARNESS = """<!doctype html><meta charset="utf-8"><body><script>
const pages = %s, widths = %s, found = [];
async function measure(name, html, width) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `width:${width}px;height:900px;border:0`;
  frame.srcdoc = html;
  document.body.append(frame);
  await new Promise(done => frame.onload = done);
  const page = frame.contentDocument, view = frame.contentWindow, root = page.documentElement;
  const beyond = [...page.body.querySelectorAll("*")].filter(one =>
    one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".scroll"));
  const cut = [...page.body.querySelectorAll("td, th, dd, dt, p, h1, h2, h3, small")].filter(one =>
    !one.closest(".hidden") && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0);
  found.push({
    name, width, client: root.clientWidth, scroll: root.scrollWidth,
    beyond: beyond.map(one => one.className || one.tagName),
    cut: cut.map(one => one.textContent.slice(0, 40)),
    words: page.body.innerText, ground: view.getComputedStyle(page.body).backgroundColor,
    asked: view.performance.getEntriesByType("resource").map(one => one.name),
  });
  frame.remove();
}
(async () => {
  for (const [name, html] of Object.entries(pages))
    for (const width of widths) await measure(name, html, width);
  const result = document.createElement("pre");
  result.id = "found";
  result.textContent = JSON.stringify(found);
  document.body.append(result);
})();
</script>"""


def measured(
    folder: Path, pages: Mapping[str, str], widths: Sequence[int], *, dark: bool = False
) -> list[dict[str, Any]]:
    """What a browser finds of each page in frames of each width, in order."""
    harness = folder / "harness.html"
    shown = json.dumps(dict(pages)).replace("</", "<\\/")
    harness.write_text(HARNESS % (shown, json.dumps(list(widths))), encoding="utf-8")
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    document = _run(folder, scheme, "--dump-dom", "--virtual-time-budget=20000", harness.as_uri())
    result = re.search(r'<pre id="found">(.*?)</pre>', document, re.DOTALL)
    assert result is not None, document[-2000:]
    return json.loads(unescape(result[1]))


def printed_pages(folder: Path, page: Path) -> int:
    """Sheets of paper that a page takes."""
    paper = folder / "paper.pdf"
    _run(folder, f"--print-to-pdf={paper}", "--no-pdf-header-footer", page.as_uri())
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", paper.read_bytes()))


def _run(folder: Path, *arguments: str) -> str:
    assert BROWSER is not None
    profile = f"--user-data-dir={folder / 'profile'}"
    done = subprocess.run(
        [BROWSER, *QUIET, profile, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout
