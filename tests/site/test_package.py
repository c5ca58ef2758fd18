"""The wheel alone is enough: no file of the repository is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sites import BRIEFING, REPOSITORY, make_site


def test_the_wheel_works_outside_the_repository(tmp_path: Path) -> None:
    """Built, installed into a folder of its own, and used to check and build a site."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*pip, "wheel", *offline, "-w", tmp_path, REPOSITORY], check=True, timeout=300)
    (wheel,) = tmp_path.glob("briefsite-*.whl")
    installed = tmp_path / "installed"
    subprocess.run(
        [*pip, "install", *offline, "--target", installed, wheel], check=True, timeout=300
    )
    site = make_site(tmp_path / "site", {"briefs/a.yml": BRIEFING})

    def use(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=site,
            env={**os.environ, "PYTHONPATH": str(installed), "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert str(installed) in use("-c", "import briefsite; print(briefsite.__file__)")
    assert use("-m", "briefsite", "check") == "0 errors, 0 warnings in 1 file\n"
    use("-m", "mkdocs", "build", "--strict")
    assert (site / "site/informes/a/index.html").exists()
    assert (site / "site/assets/briefsite/briefsite.css").exists()
    assert (site / "site/pagefind/pagefind.js").exists()
    assert (installed / "briefsite/outputs/offline.js").exists()
    use("-m", "briefsite", "init", "nuevo", "--lang", "es")
    use("-m", "mkdocs", "build", "--strict", "-f", "nuevo/mkdocs.yml")
    assert (site / "nuevo/.github/workflows/pages.yml").exists()
    assert (site / "nuevo/site/informes/ejemplo-biblioteca/index.html").exists()
    use("-m", "briefsite", "draft", "nuevo/README.md", "--lang", "es")
    assert "bad-date" in use("-m", "briefsite", "explain", "--lang", "es")
