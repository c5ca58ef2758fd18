"""Names that are part of a longer one, such as «Ana Ruiz» in «Ana Ruiz Mateo»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefsite.evidence.typography import Range


def longer_name(
    text: str, places: Sequence[Range], first: int, last: int, *, may_go_on_with_de: bool
) -> Range | None:
    """The longer name around a name in a text, or None where the name stands for itself.

    `places` are those of all tokens; the name reaches from one of them to another. It goes on with a
    capitalised word that follows or comes before without punctuation between, or with a hyphen and
    more letters. `may_go_on_with_de`: also with «de» and a capitalised word. Before it, a capitalised
    word belongs to the name unless it begins its sentence, or is an article, a title or an office
    («la Presidenta Ana Ruiz»).
    """
    words = _Words(text, places)
    low, high = first, last
    if words.is_capitalised(last):
        high = words.end_of_run(last, may_go_on_with_de=may_go_on_with_de)
    if words.is_capitalised(first):
        low = words.start_of_run(first, is_single=first == last)
    return (places[low][0], places[high][1]) if (low, high) != (first, last) else None


@dataclass(frozen=True, slots=True)
class _Words:
    """The tokens of a text, for what stands around a name."""

    text: str
    places: Sequence[Range]

    def __getitem__(self, index: int) -> str:
        return self.text[slice(*self.places[index])] if 0 <= index < len(self.places) else ""

    def is_capitalised(self, index: int) -> bool:
        return self[index][:1].isupper()

    def _between(self, index: int) -> str | None:
        """What stands between a token and the next; None where nothing goes on from one to the other.

        That is at the edges of the text and of a paragraph, and at the end of a short line: a heading,
        or a line of an address.
        """
        if not 0 <= index < len(self.places) - 1:
            return None
        start, end = self.places[index][1], self.places[index + 1][0]
        space = self.text[start:end]
        if "\n" not in space:
            return space
        is_short = start - (self.text.rfind("\n", 0, start) + 1) < SHORT_LINE
        return None if is_short or space.count("\n") > 1 else space

    def end_of_run(self, last: int, *, may_go_on_with_de: bool) -> int:
        """The last token of the name that the name up to a token is the beginning of."""
        for _ in range(LONGEST):
            following = last + 1
            if self[following] in _HYPHENS:
                is_joined = self._between(last) == self._between(following) == ""
                following += 1
                if not (is_joined and self[following][:1].isalpha()):
                    return last
            elif not self._between(last):
                return last
            elif may_go_on_with_de and self[following] in ("de", "del"):
                following += 1
                following += self[following] in ("la", "las", "los", "lo")
                if not all(self._between(index) for index in range(last, following)):
                    return last
            if self[following - 1] not in _HYPHENS and (
                not self.is_capitalised(following) or self[following].lower() in _DAYS_AND_MONTHS
            ):
                return last
            last = following
        return last

    def start_of_run(self, first: int, *, is_single: bool) -> int:
        """The first token of the name that the name from a token on is the end of."""
        before = first - 1
        if self[before] in _HYPHENS:
            is_joined = self._between(before - 1) == self._between(before) == ""
            return before - 1 if is_joined and self.is_capitalised(before - 1) else first
        if not self._between(before):
            return first
        if self[before] == "." and self._between(before - 1) == "":
            is_initial = len(self[before - 1]) == 1 and self.is_capitalised(before - 1)
            space = self._between(before - 2)
            is_letter_of_list = space is None or "\n" in space
            return before - 1 if is_initial and not is_letter_of_list else first
        word = self[before].lower()
        stands_apart = (
            not self.is_capitalised(before)
            or word in _NO_PART
            or (self._begins_sentence(before) and word not in _ALWAYS_PART)
            or (not is_single and self._names_an_office(before))
        )
        return first if stands_apart else before

    def _begins_sentence(self, index: int) -> bool:
        before = index - 1
        while self[before] and self[before] in _CLOSING:
            before -= 1
        is_first = self._between(index - 1) is None or not self[before]
        return is_first or self[before] in _BEFORE_A_SENTENCE

    def _names_an_office(self, index: int) -> bool:
        """Whether a token is the last of «Ministra de Obras Públicas» and the like."""
        for _ in range(LONGEST):
            if self[index].lower() in _TITLES:
                return True
            if not (self.is_capitalised(index) or self[index] in _JOINTS) or not self._between(
                index - 1
            ):
                return False
            index -= 1
        return False


LONGEST = 8
"""Words around a name that are looked at."""

SHORT_LINE = 60
"""Characters below which a line is no line of running text that was broken for its width."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_HYPHENS = ("-", "‐", "‑")
_CLOSING = "»”’\"')]"
_BEFORE_A_SENTENCE = tuple(".!?…:¿¡«“„‘\"'([—–-•·*")
_JOINTS = ("de", "del", "la", "las", "los", "el", "y", "e", "of", "the", "for", "and")
_DAYS_AND_MONTHS = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december"
)
"""English writes them with a capital."""

_ALWAYS_PART = _words(
    "nuevo nueva san santa santo gran ciudad villa puerto universidad calle avenida"
    " new north south east west saint fort port mount lake"
)
"""Words that belong to the name after them even where they begin a sentence."""

_TITLES = _words(
    "alcalde alcaldesa almirante arquitecta arquitecto arzobispo asesor asesora canciller capitán capitana"
    " cardenal comandante comisaria comisario comisionada comisionado concejal concejala consejera consejero"
    " coordinador coordinadora coronel cónsul delegada delegado diputada diputado director directora"
    " doctor doctora don doña dr dra embajador embajadora exministra exministro expresidenta expresidente"
    " fiscal fray general gobernador gobernadora ing ingeniera ingeniero jefa jefe juez jueza lcda lcdo lic"
    " licenciada licenciado madre maestra maestro magistrada magistrado mayor ministra ministro mtra mtro"
    " obispo padre papa portavoz presidenta presidente primera primer princesa príncipe procurador"
    " procuradora prof profesor profesora rector rectora regidor regidora reina rey sargento secretaria"
    " secretario senador senadora señor señora señorita sor sr sra srta subsecretaria subsecretario teniente"
    " vicepresidenta vicepresidente viceministra viceministro vocera vocero"
    " admiral ambassador attorney captain chair chairman chairwoman chancellor chief colonel commander"
    " commissioner congressman congresswoman consul councillor dame deputy gov governor judge justice king"
    " lady lieutenant lord minister miss mr mrs ms pope premier president prince princess professor prosecutor"
    " queen rep representative secretary sen senator sergeant sir speaker spokesman spokesperson spokeswoman"
)
"""Titles and offices, which stand before a name and are no part of it."""

_NO_PART = (
    _TITLES
    | _DAYS_AND_MONTHS
    | _words(
        "el la los las lo un una de del al y e o u en a con por para según entre the of and in on at for a an"
    )
)
