"""Which promises, names and open questions of the archive a text speaks of, and by which words."""

from __future__ import annotations

from dataclasses import dataclass

from briefsite.evidence.typography import Range
from briefsite.site.site import BriefingPage, CommitmentPage, Site, SourcePage


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What the sources of a briefing did not say."""

    page: BriefingPage
    number: int
    """Counts from 1 within the briefing."""

    text: str
    """Plain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A passage that speaks of something."""

    place: Range
    """Character offsets in the text as received: whole sentences."""

    score: float
    terms: tuple[str, ...] = ()
    """Words in common, as the passage has them."""

    names: tuple[str, ...] = ()
    """Ids of entities in common."""

    figures: tuple[str, ...] = ()
    """Figures in common, as the passage has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A promise or an open question that a text speaks of."""

    subject: CommitmentPage | Unknown
    passages: tuple[Heard, ...]
    """The strongest first; there is one at least."""

    cited: tuple[Range, ...] = ()
    """Of those it would have, the passages that an update of the promise cites already."""

    @property
    def score(self) -> float:
        """How strong its strongest passage is."""
        return self.passages[0].score


def followed(site: Site, source: SourcePage) -> list[Match]:
    """What a source speaks of among the promises and open questions that are older; the strongest first."""
    raise NotImplementedError
