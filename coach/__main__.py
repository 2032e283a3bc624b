"""``python -m coach``, and where the built app begins.

Child processes of the built app begin here too: ``freeze_support`` runs them and never returns.
"""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from coach.cli import main

    sys.exit(main())
