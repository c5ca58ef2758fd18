"""What others are given: a wheel that is enough by itself, and an sdist that makes the same wheel."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

from markdown import markdown

from sites import BRIEFING, REPOSITORY, make_site, run


def test_the_wheel_works_outside_the_repository(tmp_path: Path, wheel: Path) -> None:
    """Installed into a folder of its own, and used to check and build a site."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index"]
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
    assert (installed / "briefsite/editor/codemirror.js").exists()
    assert (installed / "briefsite/editor/codemirror.LICENSES.txt").exists()
    use("-m", "briefsite", "init", "nuevo", "--lang", "es")
    use("-m", "mkdocs", "build", "--strict", "-f", "nuevo/mkdocs.yml")
    assert (site / "nuevo/.github/workflows/pages.yml").exists()
    assert (site / "nuevo/site/informes/ejemplo-biblioteca/index.html").exists()
    use("-m", "briefsite", "draft", "nuevo/README.md", "--lang", "es")
    assert "bad-date" in use("-m", "briefsite", "explain", "--lang", "es")


def test_what_the_package_says_of_itself_leads_somewhere_from_an_index(wheel: Path) -> None:
    """Pictures and links of the README are whole addresses, of files of this very version."""
    with zipfile.ZipFile(wheel) as files:
        (metadata,) = (name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        said = email.message_from_bytes(files.read(metadata))
    page = markdown(str(said.get_payload(decode=True), "utf-8"), extensions=["fenced_code"])
    addresses = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert [address for address in addresses if not address.startswith("https://")] == []
    pictures = [address for address in addresses if address.endswith(".webp")]
    raw = f"https://raw.githubusercontent.com/briefsite/briefsite/v{said['Version']}/"
    shown = f"https://github.com/briefsite/briefsite/blob/v{said['Version']}/"
    assert pictures and all(address.startswith(raw) for address in pictures)
    ours = [address for address in addresses if "/briefsite/briefsite/" in address]
    assert len(ours) > 10
    for address in ours:
        path = address.removeprefix(raw).removeprefix(shown).partition("#")[0]
        assert (REPOSITORY / path).is_file(), address


def test_the_package_is_typed_and_known_to_every_index(wheel: Path) -> None:
    """Type checkers look for `py.typed`; of metadata, version 2.4 is what all tools read."""
    with zipfile.ZipFile(wheel) as files:
        assert "briefsite/py.typed" in files.namelist()
        (metadata,) = (name for name in files.namelist() if name.endswith(".dist-info/METADATA"))
        said = email.message_from_bytes(files.read(metadata))
    assert (said["Metadata-Version"], said["License-Expression"]) == ("2.4", "MIT")
    kinds = {kind.partition(",")[0] for kind in said.get_all("Project-URL")}
    assert kinds == {"Documentation", "Source", "Issues", "Changelog"}


def test_the_sdist_holds_the_package_and_nothing_else(packages: Path) -> None:
    """No test, no page, and nothing that has the name of what is wanted in another folder."""
    (sdist,) = packages.glob("*.tar.gz")
    with tarfile.open(sdist) as files:
        paths = [PurePosixPath(name).parts[1:] for name in files.getnames()]
    assert {path[0] for path in paths} == {
        "generator", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "PKG-INFO", ".gitignore",
    }  # fmt: skip
    assert {path[1] for path in paths if path[0] == "generator"} == {"briefsite"}


def test_whoever_builds_a_version_again_gets_the_same_bytes(tmp_path: Path, packages: Path) -> None:
    """From the sdist alone: elsewhere, another day, in another order, with other rights, and things lying about."""
    (sdist,) = packages.glob("*.tar.gz")
    checkout = tmp_path / "somewhere/else"
    with tarfile.open(sdist) as files:
        for member in reversed(files.getmembers()):
            path = checkout / PurePosixPath(member.name).relative_to(
                sdist.name.removesuffix(".tar.gz")
            )
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            content = files.extractfile(member)
            assert content is not None
            path.write_bytes(content.read())
            path.chmod(0o600)
            os.utime(path, (1, 1))
    (checkout / "generator/briefsite/__pycache__").mkdir()
    (checkout / "generator/briefsite/__pycache__/left.pyc").write_bytes(b"left over")
    built = run("hatchling", "build", "-d", tmp_path / "again", cwd=checkout, TZ="Asia/Tokyo")
    assert built.returncode == 0, built.stdout
    again = {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()}
    assert again == {path.name: path.read_bytes() for path in packages.iterdir()}
