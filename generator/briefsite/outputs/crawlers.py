"""What programs that visit a site ask for first: `robots.txt` and `llms.txt`."""

from __future__ import annotations

from itertools import islice

from briefsite.outputs.output_context import OutputContext, one_line, plain
from briefsite.pages.alternates import DATA

NEWEST = 50
"""How many briefings `llms.txt` lists; the data files list all."""


def robots(context: OutputContext) -> str:
    """Everybody may read everything (RFC 9309)."""
    lines = ["User-agent: *", "Allow: /"]
    if context.publication.url:
        lines.append(f"Sitemap: {context.publication.address('sitemap.xml')}")
    return "\n".join(lines) + "\n"


def llms(context: OutputContext) -> str:
    """What there is to read as plain text and as data (https://llmstxt.org)."""
    words, addresses = context.words, context.addresses
    newest = [
        f"- {_link(page.record.title, context.file_url(addresses.path(page), 'index.md'))}: "
        f"{page.record.date}. {plain(page.record.summary)}"
        for page in islice(context.site.briefings.values(), NEWEST)
    ]
    hubs = [
        f"- {_link(words[hub], context.file_url(addresses.hub(hub), 'index.md'))}"
        for hub in ("briefings", "commitments", "timeline", "entities", "topics", "sources")
    ]
    data = [
        f"- {_link(name, context.publication.address(DATA + name))}"
        for name in ("briefings.json", "datapackage.json", "briefsite.sqlite")
    ]
    return "\n".join(
        [
            f"# {one_line(context.publication.name)}",
            *_section(words["newest"], newest),
            *_section(words["all_briefings"], hubs),
            *_section(words["data"], data),
            "",
        ]
    )


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", f"## {title}", "", *lines] if lines else []


def _link(text: str, target: str) -> str:
    shown = one_line(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"[{shown}]({target})"
