"""``python -m harness.sandbox``."""

import sys

from harness.sandbox.cli import main

if __name__ == "__main__":
    sys.exit(main())
