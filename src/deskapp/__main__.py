"""Start the program: `python -m deskapp` and the installed commands come here."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Hand the words after the program's name to it and leave with its code."""
    from deskapp import app

    os.umask(0o077)  # customers' data is written for this user alone
    sys.exit(app.main(sys.argv[1:]))


if __name__ == "__main__":
    main()
