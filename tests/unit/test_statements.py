"""A list of statements is a field of the format, and what follows from that follows by itself."""

from __future__ import annotations

from briefsite.archive.interface import LANGUAGES
from briefsite.archive.models import STATEMENTS, Claim, Commitment, Participant, Point, Quote
from briefsite.messages.translation import LANGUAGES as AUTHORS
from conftest import Read
from sites import REPOSITORY

PACKAGE = REPOSITORY / "generator/briefsite"


def test_the_lists_are_the_fields_whose_entries_have_evidence() -> None:
    """In the order of the format; nothing else names them all."""
    assert [*STATEMENTS] == [
        "participants", "key_points", "quotes", "objectives", "commitments", "updates", "timeline", "claims",
    ]  # fmt: skip
    assert STATEMENTS["participants"] is Participant
    assert STATEMENTS["objectives"] is STATEMENTS["key_points"] is Point
    assert (STATEMENTS["quotes"], STATEMENTS["claims"]) == (Quote, Claim)


def test_what_a_new_list_touches() -> None:
    """The format, its words in each language, how it shows, its data; `draft` where it can propose any."""
    named = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*")
        if path.suffix in (".py", ".jinja", ".yml") and "objectives" in path.read_text("utf-8")
    }
    assert {path for path in named if not path.startswith("authoring/")} == {
        "archive/models.py",
        "archive/translations.py",
        *(f"locale/{language}.yml" for language in LANGUAGES),
        *(f"locale/fields.{language}.yml" for language in AUTHORS),
        "outputs/data_schema.py",
        "templates/briefing.md.jinja",
        "templates/feed_entry.html.jinja",
    }


def test_statements_are_asked_for_by_their_kind(read: Read) -> None:
    """And come with their own fields."""
    site = read(
        {
            "briefs/puerto.yml": """\
                title: Puerto
                date: 2025-05-01
                summary: Se abre.
                commitments: [{id: abrir, text: Abrirá.}, {id: dragar, text: Se dragará.}]
                """.replace(" " * 16, "")
        }
    ).site
    page = site.briefings["puerto"]
    assert [statement.record.id for statement in page.of(Commitment)] == ["abrir", "dragar"]
    assert [*page.of(Quote)] == []
