"""``make bench``: every bench of this folder, one after another; give names to run only those."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run each bench as a program of its own; 1 when one of them failed."""
    benches = sys.argv[1:] or sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    failed = 0
    for name in benches:
        print(f"== {name}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"bench.{name}"]).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
