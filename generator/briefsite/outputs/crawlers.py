"""What programs that visit a site ask for first: `robots.txt` and `llms.txt`."""

from __future__ import annotations

from itertools import islice

from briefsite.outputs.output_context import OutputContext, one_line, plain
from briefsite.pages.addresses import REGISTER
from briefsite.site.site import BriefingPage

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
    register = ["register"] if context.site.register.publications else []
    newest = [_listed(page, context) for page in islice(context.site.briefings.values(), NEWEST)]
    hubs = [
        f"- {_link(words[hub], context.file_url(addresses.hub(hub), 'index.md'))}"
        for hub in (
            "briefings",
            "commitments",
            "timeline",
            "entities",
            "topics",
            "sources",
            *register,
        )
    ]
    files = [addresses.data(n) for n in ("briefings.json", "datapackage.json", "briefsite.sqlite")]
    data = [
        f"- {_link(path.rpartition('/')[2], context.publication.address(path))}"
        for path in [*files, *([REGISTER] if register else [])]
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


def _listed(page: BriefingPage, context: OutputContext) -> str:
    """A briefing; where it was withdrawn, the reason in the place of what it says."""
    record, title, said = page.record, page.record.title, plain(page.record.summary)
    if page.is_withdrawn:
        title = context.words["withdrawn_as"].format(title)
        said = plain(record.status_note or "")
    return f"- {_link(title, context.file_url(context.addresses.path(page), 'index.md'))}: {record.date}. {said}"


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", f"## {title}", "", *lines] if lines else []


def _link(text: str, target: str) -> str:
    shown = one_line(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"[{shown}]({target})"
