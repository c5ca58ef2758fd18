"""How long a key waits in the page of `briefsite edit`, on a large archive: ten keys a second, in both views.

Run `.venv/bin/python bench/editor.py [--briefings 1000] [--seconds 60]`. The largest briefing is open in Chromium, and
keys are typed in the middle of its summary: words, taken back again when there are 40 letters.

The wait of a key is from its `keydown` event, by the time stamp that the browser gave it when it came, until the first task
after the next frame is drawn (`requestAnimationFrame`, and a message from there): all that the page does meanwhile is in it, and
so is the rest of a frame, up to 17 ms. `Event Timing` is Chromium's own measure of the longest: until the pixels are there, in
steps of 8 ms. The page follows when the frame with the built page shows the last word, asked every 20 ms. The memory is that of
the server with all that it starts, and of the scripts of the page after a collection; *documents* tells of frames that are kept.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from measure import memory_of
from playwright.sync_api import CDPSession, Page, expect

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser import chromium  # noqa: E402 (the tests' own helpers)

KEYS = 10
"""A second."""

WORDS = "el puerto abre de nuevo antes de verano "
"""40 letters, and as many keys to take them back."""

FOLLOWS = 5
"""Times that the page is waited for."""

_WATCH = """() => {
  window.waits = [];
  window.slow = [];
  addEventListener("keydown", (event) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => waits.push(performance.now() - event.timeStamp);
    requestAnimationFrame(() => channel.port2.postMessage(0));
  }, true);
  new PerformanceObserver((list) => slow.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "event", durationThreshold: 16 });
}"""

_INTO_YAML = """() => {
  const { view } = document.querySelector(".cm-content").cmTile;
  const found = /^summary: .*\\n(?:  .*\\n)*/m.exec(view.state.doc.toString());
  view.dispatch({ selection: { anchor: found.index + Math.floor(found[0].length / 2) }, scrollIntoView: true });
  view.focus();
}"""

_INTO_FORM = """() => {
  const field = document.querySelector(`[data-key='["summary"]']`);
  field.focus();
  field.setSelectionRange(field.value.length / 2, field.value.length / 2);
}"""


class Memory(NamedTuple):
    """What is in use at one time."""

    server: float
    """Megabytes."""

    scripts: float
    """Megabytes."""

    documents: int

    def __str__(self) -> str:
        """For people."""
        return f"server {self.server:,.0f} MB, scripts {self.scripts:.1f} MB in {self.documents} documents"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--briefings", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60)
    given = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "archive"
        command = [sys.executable, Path(__file__).with_name("archive.py"), "--briefings"]
        subprocess.run([*command, str(given.briefings), "--out", str(site)], check=True)
        with _editing(site) as (address, session), chromium() as browser:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            _measure(page, address, session, given.seconds)
    print(f"load {os.getloadavg()[0]:.1f}")


@contextmanager
def _editing(site: Path) -> Iterator[tuple[str, int]]:
    """The address of the editor of the largest briefing, and the session of its processes."""
    path = max((site / "briefs").rglob("*.yml"), key=lambda one: one.stat().st_size)
    command = [sys.executable, "-P", "-m", "briefsite", "edit", path.stem, "--no-browser"]
    with subprocess.Popen(
        [*command, "--lang", "es", "-f", str(site / "mkdocs.yml")],
        env={**os.environ, "BRIEFSITE_CACHE": str(site.parent / "cache")},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield found[0], process.pid
        finally:
            process.terminate()


def _measure(page: Page, address: str, session: int, seconds: int) -> None:
    began = time.perf_counter()
    page.goto(address)
    expect(page.locator(f"[data-key='{_key('summary')}']")).to_be_visible(timeout=60_000)
    opened = time.perf_counter() - began
    expect(page.locator("#source [data-start]").first).to_be_visible(timeout=600_000)
    read = time.perf_counter() - began
    expect(page.locator("#page iframe:not(.behind)")).to_be_attached(timeout=600_000)
    built = time.perf_counter() - began
    print(f"open after {opened:.1f} s, read after {read:.1f} s, built after {built:.1f} s")
    inside = page.context.new_cdp_session(page)
    inside.send("Performance.enable")
    page.evaluate(_WATCH)
    page.wait_for_timeout(5_000)
    print(f"at the start: {_memory(inside, session)}")
    for name, button, into in (
        ("YAML", "YAML", _INTO_YAML),
        ("form", "Formulario", _INTO_FORM),
    ):
        page.get_by_role("button", name=button).click()
        page.wait_for_timeout(2_000)
        page.evaluate(into)
        _type(page, seconds)
        _tell(name, page)
        print(f"  the page follows after {_follow(page, into):.2f} s; {_memory(inside, session)}")


def _key(*where: str | int) -> str:
    return (
        "[" + ",".join(f'"{step}"' if isinstance(step, str) else str(step) for step in where) + "]"
    )


def _type(page: Page, seconds: int) -> None:
    """Each key at its time, also where the one before it took long."""
    page.evaluate("() => { waits = []; slow = []; }")
    began = time.perf_counter()
    for number in range(seconds * KEYS):
        place = number % (2 * len(WORDS))
        page.keyboard.press(WORDS[place] if place < len(WORDS) else "Backspace")
        time.sleep(max(0.0, began + (number + 1) / KEYS - time.perf_counter()))
    page.wait_for_timeout(500)


def _tell(name: str, page: Page) -> None:
    waits: list[float] = sorted(page.evaluate("waits"))
    slow: list[float] = page.evaluate("slow")
    print(
        f"{name}: {len(waits)} keys: median {median(waits):.0f} ms, 99 of 100 within "
        f"{waits[int(len(waits) * 0.99)]:.0f} ms, longest {waits[-1]:.0f} ms, "
        f"{sum(wait > 50 for wait in waits)} over 50 ms; Event Timing: longest {max(slow, default=0):.0f} ms"
    )


def _follow(page: Page, into: str) -> float:
    """Seconds from the last key of a word until the page shows it; the median."""
    found = []
    shown = page.frame_locator("#page iframe:not(.behind)").locator("article")
    for number in range(FOLLOWS):
        word = f"zz{'abcdefgh'[number]}zz"
        page.evaluate(into)
        page.keyboard.type(word, delay=1000 / KEYS)
        began = time.perf_counter()
        while word not in (shown.text_content() or ""):
            page.wait_for_timeout(20)
        found.append(time.perf_counter() - began)
        for _ in word:
            page.keyboard.press("Backspace")
        page.wait_for_timeout(1_000)
    return median(found)


def _memory(inside: CDPSession, session: int) -> Memory:
    inside.send("HeapProfiler.collectGarbage")
    told: list[dict[str, Any]] = inside.send("Performance.getMetrics")["metrics"]
    known = {one["name"]: one["value"] for one in told}
    return Memory(memory_of(session), known["JSHeapUsedSize"] / 1e6, int(known["Documents"]))


if __name__ == "__main__":
    main()
