"""What is in files, told without reading them again."""

from __future__ import annotations

import time
from pathlib import Path

from sites import BRIEFING, build, make_site

SETTLED = 0.1
"""Seconds after which a change would show in the times of a file."""


def test_findings_of_files_that_were_not_read_show_their_lines(tmp_path: Path) -> None:
    """A warning of a former build comes again with the words it is about."""
    briefing = BRIEFING.replace("Se draga", "Se draga con Sol") + "topics: [b]\n"
    site = make_site(
        tmp_path,
        {
            "briefs/puerto.yml": briefing,
            "briefs/entities/sol-uno.yml": "name: Sol\ntype: person\n",
            "briefs/entities/sol-dos.yml": "name: Sol\ntype: person\n",
        },
    )
    time.sleep(SETTLED)
    first, second = build(site).stdout, build(site).stdout
    for log in (first, second):
        assert "ambiguous-name" in log
        assert "3 | summary: Se draga con Sol el puerto." in log
