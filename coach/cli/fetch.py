"""``coach fetch``: a video of a link into the library."""

from __future__ import annotations

import argparse
import sys
import threading
from datetime import datetime

from coach.cli.io import Progress
from coach.links import checked_link
from coach.media.download import download
from coach.paths import data_folder
from coach.session.library import take_in
from coach.storage import Store
from coach.texts import Texts


def run_fetch(options: argparse.Namespace, texts: Texts) -> None:
    """Download, put into the library, print where the file is."""
    link, folder = checked_link(options.link), data_folder(options.data)
    print(texts("cli_fetch_begins", site=link.site.name), file=sys.stderr)
    with Progress(texts("cli_fetching", site=link.site.name)) as tell:
        got = download(link, folder, tell, threading.Event())
    with Store(folder) as store:
        take_in(store, got.path, datetime.now().astimezone(), title=got.title, url=got.url)
    print(got.path)
