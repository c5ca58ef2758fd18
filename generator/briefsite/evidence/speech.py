"""Whose words a text holds where no quotation marks say so: turns, and speech after dashes.

A *turn* is what one person says in a record of speech (a stenographic transcript, Hansard, an
interview, captions), below or after a label that names who speaks. What counts as a label:

- words in capitals and a colon at the start of a line (`SECRETARIO DE OBRAS, LUIS PRAT:`), also with
  a form of address (`El señor PRESIDENTE:`, `Mr. SMITH of Ohio.`), or with `.-` for the colon;
- words in capitals on a line of their own. Where such lines regularly follow a line of dashes, only
  those that do; and names in small letters right below one, if one of them comes again;
- what somebody does in an interview (`Pregunta:`, `Moderadora:`, `The Chair (Ana Ruiz):`);
- `P.` and `R.`, `Q:` and `A:`, where both stand in the text, or the first beside other labels;
- a name in capitals and small letters, of six words at most, and a colon (`Luis Prat:`), where lines
  begin so more than once, or a name of several words beside other labels;
- `>>`, as captions have it, with or without a name after it.

A time, `Q12` or marks of emphasis before a label do not belong to it. Where lines are only wrapped,
a label must follow a line that ends a sentence, or a blank one. What stands in brackets on a line of
its own (`(Aplausos)`) is neither a label nor speech, and a line of dashes is no text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from briefsite.evidence.sentences import RULE, are_wrapped, lines_of
from briefsite.evidence.typography import Range, fold


class Turn(NamedTuple):
    """What one person says at a stretch."""

    label: str
    """Who speaks, as the text has it, in one line; empty where a turn begins without a name."""

    place: Range
    """Of the label, with all that marks it: `>>`, a time, the colon."""

    start: int
    """Where the words begin."""

    end: int
    """Where they end, without white space and lines of dashes."""


def turns(text: str, start: int = 0, end: int | None = None) -> list[Turn]:
    """The turns in a stretch of a text, in order; none where nothing in it is a label."""
    end = len(text) if end is None else end
    labels = _labels(text, start, end)
    found = []
    for index, (label, place) in enumerate(labels):
        until = labels[index + 1][1][0] if index + 1 < len(labels) else end
        words = _without_rules_at_end(text[place[1] : until])
        low = place[1] + len(words) - len(words.lstrip())
        found.append(Turn(label, place, low, place[1] + len(words)))
    return found


def is_called(name: str, turn: Turn, text: str) -> bool:
    """Tell whether a name is the label of a turn, with what marks it as one or without."""
    return _bare(name) in map(_bare, (turn.label, text[slice(*turn.place)]))


def _bare(label: str) -> str:
    return fold(label.replace("*", "")).strip(" :.->_")


def _without_rules_at_end(words: str) -> str:
    words = words.rstrip()
    while RULE.fullmatch(words, words.rfind("\n") + 1):
        words = words[: words.rfind("\n") + 1].rstrip()
    return words


def spoken(text: str, turn: Turn, paragraphs: Iterable[Range]) -> Iterator[Range]:
    """The words of a turn, a stretch for each paragraph.

    Stage directions on lines of their own are none, nor are those that are all that a turn has.

    `paragraphs` are those of the text that may lie in the turn.
    """
    for low, high in paragraphs:
        position, limit = max(low, turn.start), min(high, turn.end)
        for stage in _STAGE.finditer(text, position, limit):
            if text[position : stage.start()].strip():
                yield position, stage.start()
            position = stage.end()
        if text[position:limit].strip() and not _WHOLE_STAGE.fullmatch(text, position, limit):
            yield position, limit


def after_dashes(text: str, paragraphs: Sequence[Range]) -> Iterator[Range]:
    """Speech in paragraphs that begin with a dash, without what is told in between.

    A dash after white space (an em dash anywhere) turns from speech to narration; one that follows a
    letter or punctuation, and precedes punctuation or white space, turns back. Where the narration
    began with a dash between two spaces, as in Portuguese, such a one ends it too. Narration that
    nothing ends runs to the end of the paragraph.
    """
    goes_on = False
    for low, high in paragraphs:
        opening = _FIRST_DASH.match(text, low, high) or (
            _CONTINUES.match(text, low, high) if goes_on else None
        )
        goes_on = False
        if not opening:
            continue
        start: int | None = opening.end()
        is_spaced = False
        for dash in _DASH.finditer(text, opening.end(), high):
            before, after = text[dash.start() - 1], text[dash.end() : dash.end() + 1]
            if start is not None:
                if _opens(dash[0], before, after):
                    yield start, dash.start()
                    start, is_spaced = None, before.isspace() and after.isspace()
            elif _closes(before, after, is_spaced=is_spaced):
                start = dash.end()
        if start is not None:
            yield start, high
            goes_on = True


_FIRST_DASH = re.compile(r"\s*(?:[—–―]|--)\s*|\s*[-‐‑‒−](?:\s+|(?=[¿¡\"'“«]?[^\W\d]))")
_CONTINUES = re.compile(r"\s*»\s*")
_DASH = re.compile(r"-{2,}|[-‐‑‒–—―−]")


def _opens(dash: str, before: str, after: str) -> bool:
    if before.isspace():
        return not (dash in "-−‑‒‐" and after.isdigit())  # «-5 grados»
    if dash in "—―" or len(dash) > 1:
        return True
    return dash == "–" and not before.isalnum() and not after.isspace()


def _closes(before: str, after: str, *, is_spaced: bool) -> bool:
    if before.isspace():
        return is_spaced and (not after or after.isspace())
    return not after or after.isspace() or not after.isalnum()


# Labels

_STAGE = re.compile(r"(?m)^[ \t*_]*(?:\([^()\n]*\)|\[[^\[\]\n]*\]|♪[^\n]*)[ \t.*_]*$")
_WHOLE_STAGE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])[\s.]*")
_ENDED = re.compile(r"[.!?…:;)\]»”\"][\"'”’»)\]*_]*\s*\Z")

_LEAD = (
    r"[ \t\u00a0]*+(?:[-–—][ \t]*+)?+"
    r"(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?[ \t]*+(?:[-–—][ \t]*+)?+)?+"
    r"(?P<chevron>>{2,}+[ \t]*+)?+"
    r"(?:[*_]{0,3}Q\.?[ \t]?\d{1,4}\.?[ \t]++)?"
    r"[*_]{0,3}+[ \t]*+"
)
"""What may stand before a label: a dash, a time, `>>`, the number of a question, emphasis."""

_NAME = r"(?P<label>[^\W\d_](?:[^:()\[\]\n]|\([^()\n]{0,90}\)|\[[^\[\]\n]{0,90}\]){0,160}?)"
_INLINE = re.compile(
    rf"{_LEAD}{_NAME}[ \t]*+[*_]{{0,3}}+[ \t]*+"
    r"(?:(?::|\.[ \t]?[-–—]{1,2})[*_]{0,3}(?=\s|\Z|[¿¡«“\"])|\.[–—](?=[^\W\d_a-z]))"
)
_LETTER = re.compile(
    r"[ \t\u00a0]*[*_]{0,3}(?P<label>[PRQA])[ \t]?\d{0,3}[ \t]?"
    r"(?:[.:][ \t]?[-–—]?|[-–—])[*_]{0,3}(?=\s|[¿¡«“\"(]|[^\W\d_a-zà-ÿ])"
)
_RECORD = re.compile(
    r"[ \t]*(?P<label>(?:Mr|Mrs|Ms|Miss|Dr)\. [A-Z][A-Z'’c-]*[A-Z](?: of [A-Z][a-z]+(?: [A-Z][a-z]+)?)?"
    r"|The [A-Z]{4,}(?: [A-Z]{4,})*(?: pro tempore)?|The (?:Vice )?President)\.(?= +[A-Z])"
    r"|[ \t]*(?P<brazil>(?:O SR|A SRA)\. [^\W\d_a-z][^:()\na-z]{1,60}(?:\([^()\n]{1,90}\))?) [-–—](?= )"
)
"""As two records have it that use no colon: `Mr. SMITH of Ohio. I yield.`, `O SR. PRATA - Obrigado.`"""

_CHEVRON = re.compile(r"(?:(?<=\s)|(?<=\A)|(?m:^))>{2,}[ \t]*")
_OWN_LINE = re.compile(
    rf"{_LEAD}(?P<label>[^\W\d_](?:[^:;()\[\]\n¡!¿?…«»“”\"]|\([^()\n]{{0,90}}\)){{1,119}}?)[ \t*_]*"
)

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words(
    "de del la las los el y e i da das do dos di du van von der den ten bin al of the and for en in "
    "para por a le"
)
_ADDRESS = _words(
    "senor senora senorita senores sr sra srta sres dr dra don dona d lic ing mtro mtra prof "
    "profa gral cap c mr mrs ms miss dr hon rt sir lord lady dame baroness viscount senator rep the "
    "el la los las o os as senhor senhora deputado deputada an some several excmo excma ilmo ilma"
)
_SURE_ADDRESS = _words("the mr mrs ms miss sir lord lady dame hon dr senator rep")
"""What no salutation begins with."""

_OFFICES = _words(
    "presidente presidenta vicepresidente vicepresidenta secretario secretaria ministro ministra "
    "senador senadora diputado diputada alcalde alcaldesa gobernador gobernadora director directora "
    "portavoz vocero vocera consejero consejera regidor regidora concejal concejala juez jueza fiscal "
    "comisionado comisionada subsecretario subsecretaria canciller embajador embajadora general "
    "coronel rey reina relator relatora magistrado magistrada letrado letrada ciudadano ciudadana "
    "periodista moderador moderadora legislador legisladora member members"
)
_ROLES = _words(
    "pregunta respuesta preguntas respuestas periodista reportero reportera moderador moderadora "
    "entrevistador entrevistadora entrevistado entrevistada interlocutor interlocutora voz voces "
    "presentador presentadora conductor conductora locutor locutora interprete traductor traductora "
    "intervencion participante asistente publico question answer reporter reporters journalist "
    "moderator interviewer interviewee speaker operator chair chairman chairwoman chairperson host "
    "narrator narrador narradora voice audience pergunta resposta jornalista entrevistadora"
)
"""What somebody does, alone or before a name or number: enough to know a label by."""

TITLES = _ADDRESS | _OFFICES | _ROLES
"""Words by which people are addressed, and what they do: no names."""

_VOICES = _words("mujer hombre femenina masculina off")

_NOBODY = _words(
    "nota notas fecha lugar hora asunto tema temas fuente fuentes duracion sede evento titulo "
    "importante atencion ojo ejemplo ejemplos conclusion conclusiones resumen objetivo objetivos "
    "version conferencia rueda entrevista sesion diario acta comunicado boletin discurso mensaje "
    "palabras participantes asistentes presentes ausentes indice anexo telefono tel correo email web "
    "twitter url enlace video audio foto note notes date place venue time subject topic source location "
    "title example examples transcript transcription press hearing interview agenda present attendees "
    "members witnesses contents annex link summary senores senoras senoritas estimado estimada "
    "estimados estimadas querido querida queridos queridas companeros "
    "companeras amigos amigas ladies dear resultado resultados primero segundo tercero cuarto quinto "
    "primera segunda tercera punto articulo capitulo seccion parte first second third item article "
    "chapter section part orden local data assunto fonte ora pues bueno de del con sobre desde "
    "en por para sin como si no y pero es entonces ademas"
)
"""What a heading or a salutation begins with, and no label does."""


class _Candidate(NamedTuple):
    kind: str
    """`sure`, `letter`, `name` (to be seen more than once), `own` or `own name` (on a line alone)."""

    label: str
    place: Range
    line: int
    """Its line, by number."""


def _labels(text: str, start: int, end: int) -> list[tuple[str, Range]]:
    lines = lines_of(text, start, end)
    is_rule = [bool(RULE.fullmatch(text, *line)) for line in lines]
    candidates: list[_Candidate] = []
    for number, line in enumerate(lines):
        if not is_rule[number] and not _STAGE.fullmatch(text, *line):
            candidates += _candidates(text, line, number)
    if are_wrapped(text, start, end):
        candidates = [c for c in candidates if _begins_anew(text, lines, is_rule, c)]
    own = [
        *_of_own_lines(text, lines, is_rule, candidates),
        *_names_below_rules(is_rule, candidates),
    ]
    letters = [c for c in candidates if c.kind == "letter"]
    names = [c for c in candidates if c.kind == "name"]
    sure = [c for c in candidates if c.kind == "sure"]
    if not {"P", "Q"} & {c.label for c in letters}:
        letters = [c for c in letters if c.label == "R" and (own or sure)]
    elif not (own or sure or {"R", "A"} & {c.label for c in letters}):
        letters = []
    if len(names) < 2:
        names = [c for c in names if " " in c.label and (own or sure or letters)]
    found = sorted([*sure, *own, *letters, *names], key=lambda c: c.place)
    return [(c.label, c.place) for c in found]


def _candidates(text: str, line: Range, number: int) -> Iterator[_Candidate]:
    reached = line[0]
    letter = _LETTER.match(text, *line)
    record = _RECORD.match(text, *line)
    inline = _INLINE.match(text, *line)
    own = _OWN_LINE.fullmatch(text, *line)
    if letter:
        yield _Candidate("letter", letter["label"], letter.span(), number)
        reached = letter.end()
    elif record:
        label = record["label"] or record["brazil"]
        yield _Candidate("sure", _plain(label), record.span(), number)
        reached = record.end()
    elif inline and (kind := _kind(inline["label"], is_after_chevron=bool(inline["chevron"]))):
        yield _Candidate(kind, _plain(inline["label"]), inline.span(), number)
        reached = inline.end()
    elif own and not own["label"].endswith((".", ",")) and _kind(own["label"]):
        kind = "own" if _is_capitals(own["label"]) else "own name"
        yield _Candidate(kind, _plain(own["label"]), own.span(), number)
        reached = own.end()
    for chevron in _CHEVRON.finditer(text, reached, line[1]):
        named = _INLINE.match(text, chevron.start(), line[1])
        if named and _kind(named["label"], is_after_chevron=True):
            yield _Candidate("sure", _plain(named["label"]), named.span(), number)
        else:
            yield _Candidate("sure", "", chevron.span(), number)


def _plain(label: str) -> str:
    return " ".join(re.sub(r"[*_]{1,3}", "", label).split())


def unaccented(word: str) -> str:
    """A word without capitals and accents."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _is_capitals(label: str) -> bool:
    core = _ASIDE.sub(" ", label)
    return core.upper() == core and sum(char.isalpha() for char in core) > 1


def _kind(label: str, *, is_after_chevron: bool = False) -> str | None:
    """What speaks for a label: `sure`, `name`, or None where it is none."""
    core = _plain(_ASIDE.sub(" ", label))
    words = re.findall(r"[^\s,.]+", core)
    if not words or _NEVER.search(core) or unaccented(words[0]) in _NOBODY:
        return None
    if is_after_chevron:
        return "sure" if len(words) <= LONGEST else None
    if _is_capitals(core):
        return "sure" if len(words) <= LONGEST else None
    return _kind_of_small(core, words)


_NEVER = re.compile(r"[¡!¿?;…«»“”\"]|\.(?!$)(?! ?[^\W\d_])")


def _kind_of_small(core: str, words: Sequence[str]) -> str | None:
    """The same of words that are not all in capitals."""
    names = [unaccented(word) for word in words]
    large = [word[0].isupper() or word.isdigit() for word in words]
    small = [name in PARTICLES for name in names]
    titles = [name in _ADDRESS or name in _OFFICES for name in names]
    voice = [name in _VOICES for name in names]
    capitals = [len(word) > 1 and word.upper() == word and word[0].isalpha() for word in words]
    is_short = large[0] and len(words) <= LONGEST_NAME
    kind = None
    if is_short and names[0] in _ROLES and _each(large, small, voice):
        kind = "sure"  # «Pregunta», «Voz de mujer», «Reporter 2»
    elif any(capitals) and _each(capitals, titles, small):
        kind = "sure"  # «El señor PRESIDENTE», «La señora GARCÍA LÓPEZ»
    elif names[0] in ("senor", "senora") and all(titles):
        kind = None  # «Señor Presidente: le pido la palabra»
    elif names[0] in _ADDRESS:
        if is_short and len(words) > 1 and _each(large, titles, small):
            kind = "sure" if names[0] in _SURE_ADDRESS else "name"  # «Ms Prado»; «El diputado Prat»
    else:
        head, _, office = core.partition(",")
        count = len(head.split())
        is_name = large[0] and count <= LONGEST_NAME and _each(large[:count], small[:count])
        if is_name and (count > 1 or not office):
            kind = "name"  # «Luis Prat», «Luis Prat, director de la Guardia Costera»
    return kind


def _each(*alternatives: Sequence[bool]) -> bool:
    """Tell whether one at least holds of each word."""
    return all(map(any, zip(*alternatives, strict=True)))


LONGEST = 18
"""Words that a label has at most, but for what stands in brackets."""

LONGEST_NAME = 6
"""The same of one that is not all in capitals."""


def _begins_anew(
    text: str, lines: Sequence[Range], is_rule: Sequence[bool], candidate: _Candidate
) -> bool:
    """Tell whether a label of a wrapped text does not merely stand where a line happens to begin."""
    number = candidate.line
    if number == 0 or candidate.label == "" or is_rule[number - 1]:
        return True
    before = lines[number - 1]
    is_apart = text.count("\n", before[1], lines[number][0]) > 1
    return (
        is_apart
        or bool(_ENDED.search(text[before[0] : before[1]]))
        or bool(_OWN_LINE.fullmatch(text, *before) and _is_capitals(text[before[0] : before[1]]))
    )


def _names_below_rules(
    is_rule: Sequence[bool], candidates: Sequence[_Candidate]
) -> list[_Candidate]:
    """Names in small letters on lines of their own, right below lines of dashes, if one comes again."""
    found = [
        candidate
        for candidate in candidates
        if candidate.kind == "own name"
        and candidate.line
        and is_rule[candidate.line - 1]
        and not all(is_rule[candidate.line + 1 : candidate.line + 2])
    ]
    return found if len({candidate.label for candidate in found}) < len(found) else []


def _of_own_lines(
    text: str, lines: Sequence[Range], is_rule: Sequence[bool], candidates: Sequence[_Candidate]
) -> list[_Candidate]:
    """Of lines in capitals, those that are labels and not headings."""
    own = [candidate for candidate in candidates if candidate.kind == "own"]
    after_rules = [c for c in own if c.line and is_rule[c.line - 1]]
    if len(after_rules) > 1:
        own = after_rules
    numbers = {candidate.line for candidate in own}
    often = {label for label, count in Counter(c.label for c in own).items() if count > 1}
    first = min((c.line for c in candidates if c.kind == "sure"), default=len(lines))
    found: list[_Candidate] = []
    for candidate in own:
        number = candidate.line
        has_words = number + 1 < len(lines) and not is_rule[number + 1]
        is_first = not found and number < first  # below title and date
        is_title = number == 0 or (
            is_first
            and not is_rule[number - 1]
            and _is_capitals(text[slice(*lines[number - 1])])
            and not (has_words and _ENDED.search(text[slice(*lines[number + 1])]))
        )
        if (
            has_words
            and number + 1 not in numbers
            and (not is_title or candidate.label in often)
            and (
                is_first
                or candidate.label in often
                or _begins_anew(text, lines, is_rule, candidate)
            )
        ):
            found.append(candidate)
    return found
