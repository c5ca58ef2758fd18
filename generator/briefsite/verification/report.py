"""What came of checking a site: for people, for programs, and for GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from briefsite.messages.diagnostics import Span, visible, workflow_command
from briefsite.messages.message import Message
from briefsite.messages.translation import translate
from briefsite.verification.faults import Fault
from briefsite.verification.verify import Report

COUNTED = {
    "files": Message("files"),
    "pages": Message("pages"),
    "briefings": Message("briefings"),
    "translations": Message("of these, translations"),
    "texts": Message("archived texts, by their hashes"),
    "documents": Message("documents behind them"),
    "passages": Message("passages in these texts"),
    "evidence": Message("words of evidence and of quotations, where their links lead"),
    "quotations": Message("quotations, by whom they are of"),
    "figures": Message("figures in their evidence, or worked out from it"),
    "marks": Message("marks of proof in pages"),
    "links": Message("links and the places they lead to"),
    "copies": Message("tables, feeds, citations and cards"),
    "published": Message("briefings in the register"),
    "publications": Message("publications in the register"),
}
"""What is counted, in the order in which it is told."""


def as_text(report: Report, lang: str) -> str:
    """For people: how much was checked, then each fault with its file and its words."""
    lines = [
        f"{report.counts[name]:>9,}  {translate(what, lang)}"
        for name, what in COUNTED.items()
        if report.counts.get(name)
    ]
    if report.changes:
        lines += ["", *(translate(change, lang) for change in report.changes)]
    for fault in report.faults:
        lines += ["", *_lines(fault, lang)]
    return "\n".join([*lines, "", translate(summary(report), lang)])


def summary(report: Report) -> Message:
    """All in one line."""
    count = len(report.faults)
    if not count and not report.counts.get("briefings"):
        return Message("there is no briefing here: nothing was compared")
    if not count:
        return Message("nothing is wrong")
    return Message("1 fault") if count == 1 else Message("{count} faults", count=count)


def _lines(fault: Fault, lang: str) -> Iterator[str]:
    yield f"[{fault.kind}] {visible(fault.path)}"
    yield f"    {visible(translate(fault.message, lang))}"
    if fault.words:
        yield f"    «{visible(fault.words)}»"


def as_json(report: Report, lang: str) -> str:
    """For programs; the language changes messages alone."""
    data = {
        "counts": {name: report.counts.get(name, 0) for name in COUNTED},
        "changes": [translate(change, lang) for change in report.changes],
        "faults": [
            {
                "kind": fault.kind,
                "path": fault.path,
                "message": translate(fault.message, lang),
                "words": fault.words,
            }
            for fault in report.faults
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def github(report: Report, lang: str) -> str:
    """As workflow commands of GitHub, a line for each fault."""
    return "\n".join(
        workflow_command(
            "error",
            Path(fault.path),
            Span(),
            fault.kind,
            "\n".join(filter(None, [translate(fault.message, lang), fault.words])),
        )
        for fault in report.faults
    )
