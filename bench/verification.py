"""What `briefsite verify` takes of a folder, and what the check in a page weighs.

Run `.venv/bin/python bench/verification.py [--briefings 1000] [--runs 3]`. It makes up an archive, builds its site
and verifies that; seconds and memory as `measure.py` tells them, the median of the runs.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import measure

HERE = Path(__file__).parent
ASSETS = HERE.parent / "generator/briefsite/theme/common/assets/briefsite"
BIN = Path(sys.executable).parent


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--briefings", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "archive"
        size = ["--briefings", str(given.briefings), "--out", str(site)]
        subprocess.run([sys.executable, HERE / "archive.py", *size], check=True)
        quiet = {"NO_MKDOCS_2_WARNING": "1", "BRIEFSITE_CACHE": f"{folder}/cache"}
        measure([BIN / "mkdocs", "build", "-q"], site, quiet)
        costs = [
            measure([BIN / "briefsite", "verify", "site"], site, {}) for _ in range(given.runs)
        ]
        files = sum(path.is_file() for path in (site / "site").rglob("*"))
    wall, cpu, memory, others = (
        median(getattr(cost, name) for cost in costs)
        for name in ("wall", "cpu", "memory", "others")
    )
    print(
        f"{given.briefings:,} briefings, {files:,} files: {wall:.1f} s, {cpu:.1f} s of processor, "
        f"{memory:,.0f} MB; others on the machine: {others:.2f} cores"
    )
    scripts = {path.name: len(gzip.compress(path.read_bytes())) for path in ASSETS.glob("*.js")}
    for name in ("open-check.js", "check.js", "evidence.js"):
        print(f"{name}: {scripts[name]:,} bytes in gzip")


if __name__ == "__main__":
    main()
