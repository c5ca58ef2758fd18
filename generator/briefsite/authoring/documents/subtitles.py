"""Subtitles in WebVTT and SubRip: cues put together as sentences and turns, each with its moment.

A cue is what fits on a screen, not a sentence. Words that are shown again in the next cue, as captions
that roll up do, are taken once; who speaks is written so that the turns of the text are recognised.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from importlib.metadata import version
from io import StringIO
from itertools import pairwise

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from briefsite.archive.models import Kind
from briefsite.authoring.documents.characters import decoded_text
from briefsite.authoring.documents.document import Block, DocumentError, Fact, ReadDocument
from briefsite.authoring.documents.page_facts import language_code
from briefsite.evidence.sentences import sentences
from briefsite.evidence.speech import turns
from briefsite.messages.message import Message

LONG_BLOCK = 500
"""Characters after which the end of a sentence ends a block."""

LONGEST_BLOCK = 1500
"""Characters after which the end of a cue does, where no sentence ends."""

PAUSE = 4.0
"""Seconds of silence after which a sentence begins a block."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a cue."""

    words: str
    voice: str | None
    """Who speaks by a tag `<v>`; None where none says so."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is shown at a time, its times in seconds."""

    start: float
    end: float
    lines: tuple[_Line, ...]


@dataclass(slots=True)
class _Turn:
    """What is said at a stretch."""

    label: str | None
    """Who speaks; empty for somebody without a name, None where nothing says that turns begin."""

    mark: str = ""
    """What the cue has before the words: the label as it is written, or a dash."""

    words: str = ""
    cues: list[tuple[int, float, float]] = field(default_factory=list)
    """Where each cue begins in the words, when it begins and when it ends."""

    def add(self, words: str, cue: _Cue) -> None:
        """Put words of a cue behind those that are there."""
        at = len(self.words) + 1 if self.words else 0
        self.words = f"{self.words} {words}" if self.words else words
        if not self.cues or self.cues[-1][1:] != (cue.start, cue.end):
            self.cues.append((at, cue.start, cue.end))


def read(raw: bytes) -> ReadDocument:
    """The words of subtitles. Raises DocumentError where times are damaged, and where nobody speaks."""
    text = re.sub("\r\n?", "\n", decoded_text(raw))
    is_vtt = text.lstrip().startswith("WEBVTT")
    cues, lang, warnings = _parse(text, is_vtt=is_vtt)
    omitted: Counter[Kind] = Counter()
    cues = _spoken([*_without_repeats(cues, omitted)], omitted)
    found = _turns(cues, omitted)
    if not any(turn.words for turn in found):
        raise DocumentError(Message("nobody says anything in these subtitles"))
    blocks, has_turns = _blocks(found, warnings)
    return ReadDocument(
        blocks=blocks,
        format="vtt" if is_vtt else "srt",
        read_by=f"webvtt-py {version('webvtt-py')}",
        lang=Fact(lang, "Language:") if lang else None,
        omitted=dict(omitted),
        has_turns=has_turns,
        warnings=warnings,
    )


# Cues

_TIMING = re.compile(r"(?m)^.*-->.*$")
_EMPTY_CUE = re.compile(
    r"(?m)^[ \t]*\d+[ \t]*\n[^\n]*-->[^\n]*(?=\s*(?:\Z|\n[ \t]*\d+[ \t]*\n[^\n]*-->))"
)
"""Of SubRip: a number and times, and then the next ones, or the end."""


def _parse(text: str, *, is_vtt: bool) -> tuple[list[_Cue], str | None, list[Message]]:
    """The cues by the time at which they begin, the language that the header states, and warnings."""
    if is_vtt:
        text = _TIMING.sub(lambda line: _usual_times(line[0]), text)
    try:
        if is_vtt:
            parsed = webvtt.from_string(text.lstrip())
        else:
            text = _EMPTY_CUE.sub(lambda cue: "\n" * cue[0].count("\n"), text)
            parsed = webvtt.from_buffer(StringIO(text.lstrip()), format="srt")
    except (MalformedCaptionError, MalformedFileError) as error:
        why = Message("these subtitles are damaged: {why}", why=str(error))
        raise DocumentError(why) from None
    _check_timings(text, len(parsed.captions))
    cues = [
        _Cue(
            _seconds(caption.start),
            max(_seconds(caption.start), _seconds(caption.end)),
            tuple(_lines(caption.raw_text, is_vtt=is_vtt)),
        )
        for caption in parsed.captions
    ]
    warnings = []
    if any(after.start < before.start for before, after in pairwise(cues)):
        warnings.append(Message("cues were not in the order of their times, and were put into it"))
    if is_vtt and (stray := _stray_line(text)):
        warnings.append(
            Message("what begins in line {line} is in no cue, and was left out", line=stray)
        )
    lang = next(
        (
            language_code(entry.partition(":")[2].strip())
            for entry in parsed.metadata
            if entry.lower().startswith("language:")
        ),
        None,
    )
    return sorted(cues, key=lambda cue: cue.start), lang, warnings


def _usual_times(line: str) -> str:
    """The times of a cue of WebVTT, where they have the comma of SubRip, or 75 minutes and no hours."""
    line = re.sub(r"(?<=:\d\d),(?=\d{3}(?!\d))", ".", line)
    return re.sub(
        r"(?<![\d:.])([6-9]\d|\d{3,4})(?=:\d\d\.\d)",
        lambda minutes: f"{int(minutes[1]) // 60:02}:{int(minutes[1]) % 60:02}",
        line,
    )


def _check_timings(text: str, count: int) -> None:
    """Refuse subtitles of which a cue could not be read: its words would be lost."""
    outside = re.sub(
        r"(?m)^NOTE\b(?:.*\n)+?(?=\s*\n|\Z)", lambda note: "\n" * note[0].count("\n"), text
    )
    timings = [*_TIMING.finditer(outside)]
    if len(timings) <= count:
        return
    wrong = next((line for line in timings if not _TIMES.match(line[0])), timings[-1])
    raise DocumentError(
        Message(
            "the times in line {line} cannot be read: `{words}`; mend them",
            line=outside.count("\n", 0, wrong.start()) + 1,
            words=wrong[0].strip()[:60],
        )
    )


_TIMES = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d+\s*-->\s*(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d+")


def _stray_line(text: str) -> int | None:
    """The first line of a block of WebVTT that is neither a cue nor one of those that hold no words."""
    for block in [*re.finditer(r"(?:[^\n]+(?:\n|\Z))+", text)][1:]:
        if "-->" not in block[0] and not re.match(r"(?:NOTE|STYLE|REGION)\b", block[0]):
            return text.count("\n", 0, block.start()) + 1
    return None


def _seconds(time: str) -> float:
    hours, minutes, seconds = time.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(seconds)


_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>|(</v>)")
_BREAK = re.compile(r"<br\s*/?>|\\N")
_TAG = re.compile(r"<\d[\d:.]*>|</?[A-Za-z][^<>]*>|\{\\[A-Za-z][^{}]*\}")
_TAG_OF_SRT = re.compile(
    r"</?(?:[bius]|font)(?:\s[^<>]*)?>|\{\\[A-Za-z][^{}]*\}|\{/?[bius]\}", re.IGNORECASE
)


def _lines(payload: str, *, is_vtt: bool) -> Iterator[_Line]:
    """The lines of a cue without tags, cut where a voice ends."""
    voice: str | None = None
    position = 0
    parts: list[tuple[str | None, str]] = []
    payload = _BREAK.sub("\n", payload)
    for tag in _VOICE.finditer(payload) if is_vtt else ():
        parts.append((voice, payload[position : tag.start()]))
        voice, position = (unescape(tag[1]).strip() if tag[1] else None), tag.end()
    for spoken_by, part in [*parts, (voice, payload[position:])]:
        plain = unescape((_TAG if is_vtt else _TAG_OF_SRT).sub("", part))
        for line in plain.split("\n"):
            words = " ".join(re.sub("[\u200b\u200e\u200f\u202a-\u202e\ufeff]", "", line).split())
            if words:
                yield _Line(words, spoken_by and " ".join(spoken_by.split()))


# What is shown again, and what nobody says


def _without_repeats(cues: Sequence[_Cue], omitted: Counter[Kind]) -> Iterator[_Cue]:
    """Cues without the lines that the one before showed as well, where captions roll up."""
    again = [_shown_again(before, after) for before, after in pairwise(cues)]
    rolled = sum(
        count > 0 and before.lines != after.lines
        for count, (before, after) in zip(again, pairwise(cues), strict=True)
    )
    is_rolling = rolled >= _ENOUGH and 3 * rolled >= len(again)
    yield from cues[:1]
    for count, (before, after) in zip(again, pairwise(cues), strict=True):
        if is_rolling and count:
            omitted["repeated-lines"] += count
            grown = after.lines[count - 1].words[len(before.lines[-1].words) :].strip()
            rest = (replace(after.lines[count - 1], words=grown),) if grown else ()
            yield replace(after, lines=(*rest, *after.lines[count:]))
        elif before.lines == after.lines and after.lines and after.start < before.end:
            omitted["repeated-lines"] += len(after.lines)
        else:
            yield after


_ENOUGH = 2


def _shown_again(before: _Cue, after: _Cue) -> int:
    """How many lines of a cue the one before ended with; the last of them may have grown."""
    if after.start - before.end > 1:
        return 0
    for count in range(min(len(before.lines), len(after.lines)), 0, -1):
        last, same = before.lines[-1].words, after.lines[count - 1].words
        if before.lines[-count:-1] == after.lines[: count - 1] and f"{same} ".startswith(
            f"{last} "
        ):
            return count
    return 0


_SOUND = re.compile(
    r"(?:[-–]\s*)?(?:(?:\[[^\[\]]*\]|\([^()]*\)|[♪♫#*]*[♪♫][^♪♫]*(?:[♪♫]+|\Z))[\s.]*)+"
)


def _spoken(cues: Sequence[_Cue], omitted: Counter[Kind]) -> list[_Cue]:
    """Cues without those that only name a sound, or hold a song."""
    kept = []
    for cue in cues:
        if _SOUND.fullmatch(" ".join(line.words for line in cue.lines)):
            omitted["sound-cues"] += 1
        elif cue.lines:
            kept.append(cue)
    return kept


# Turns

_DASH = re.compile(r"[-–—]\s*(?=[^\s\d-])")


def _turns(cues: Sequence[_Cue], omitted: Counter[Kind]) -> list[_Turn]:
    """What is said, cut where somebody else begins to speak."""
    found = [_Turn(None)]
    labels = _labels(cues)
    has_voices = any(line.voice for cue in cues for line in cue.lines)
    has_dashes = any(sum(bool(_DASH.match(line.words)) for line in cue.lines) > 1 for cue in cues)
    unnamed = "" if has_voices or labels else None
    lines = ((cue, line) for cue in cues for line in cue.lines)
    for number, (cue, line) in enumerate(lines):
        for begun, words in _begun(line, labels.get(number), unnamed, has_dashes=has_dashes):
            last = found[-1]
            is_open = bool(last.words) and not _ENDED.search(last.words[-9:])
            if begun is None:
                # A voice ends with its cue, and so does a cue of two.
                is_over = (has_voices and last.label) or (
                    last.label is None and last.mark and line is cue.lines[0]
                )
                if is_over and not is_open:
                    found.append(_Turn(unnamed))
            elif not begun.label or begun.label != last.label or not (line.voice or is_open):
                found.append(begun)
            elif not line.voice:
                omitted["repeated-lines"] += 1
            if words:
                found[-1].add(words, cue)
    return [turn for turn in found if turn.words]


def _begun(
    line: _Line,
    labels: Sequence[tuple[_Turn | None, str]] | None,
    unnamed: str | None,
    *,
    has_dashes: bool,
) -> Iterator[tuple[_Turn | None, str]]:
    """The words of a line, each with the turn that they begin; None where they go on."""
    if line.voice:
        yield _Turn(line.voice), line.words
    elif labels:
        yield from labels
    elif has_dashes and (dash := _DASH.match(line.words)):
        yield _Turn(unnamed, dash[0] if unnamed is None else ""), line.words[dash.end() :]
    else:
        yield None, line.words


_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


def _labels(cues: Sequence[_Cue]) -> dict[int, list[tuple[_Turn | None, str]]]:
    """By the number of a line, the turns that begin in it, each with its words.

    Nothing but what also stands there as a label in a text: see `evidence.speech`. Words before the first
    label of a line have None.
    """
    lines = [
        _DASH.sub("", line.words, count=1) if _DASH.match(line.words) else line.words
        for cue in cues
        for line in cue.lines
    ]
    text = "\n\n".join(lines)
    # A line in capitals is a label in a record, but not in captions, where all may be in capitals.
    marked = [t for t in turns(text) if text[slice(*t.place)].strip() != t.label]
    often = Counter(turn.label for turn in marked)
    marked = [
        turn
        for turn in marked
        if " " in turn.label or turn.label.upper() == turn.label or often[turn.label] > 1
    ]
    found: dict[int, list[tuple[_Turn | None, str]]] = {}
    starts = []
    position = 0
    for line in lines:
        starts.append(position)
        position += len(line) + 2
    number = 0
    followers = [*(turn.place[0] for turn in marked[1:]), len(text)][: len(marked)]
    for turn, following in zip(marked, followers, strict=True):
        while number + 1 < len(starts) and starts[number + 1] <= turn.place[0]:
            number += 1
        end = starts[number] + len(lines[number])
        until = min(end, following)
        if number not in found:
            before = text[starts[number] : turn.place[0]].strip()
            found[number] = [(None, before)] if before else []
        mark = f"{text[slice(*turn.place)].strip()} "
        words = text[min(until, turn.place[1]) : until].strip()
        found[number].append((_Turn(turn.label, mark), words))
    return found


# Blocks


def _blocks(found: Sequence[_Turn], warnings: list[Message]) -> tuple[list[Block], bool]:
    """Turns in blocks, and whether labels say who speaks, as `evidence.speech` sees it in their text."""
    labels = [turn.label for turn in found if turn.label is not None]
    for forms in (("{}: ", ">> {}: "), (">> {}: ",)):
        heads = [_head(turn, forms) for turn in found]
        blocks = [*_set(found, heads)]
        written = [
            label if label in head else ""
            for label, head in zip(
                labels,
                (h for h, t in zip(heads, found, strict=True) if t.label is not None),
                strict=True,
            )
        ]
        known = [turn.label for turn in turns("\n\n".join(block.text for block in blocks))]
        if known == written:
            break
    if known != written:
        warnings.append(
            Message("the names of speakers are not told from what they say; check them")
        )
    elif left := [label for label in dict.fromkeys(labels) if label not in written]:
        warnings.append(
            Message(
                "these names of speakers cannot stand before their words, and were left out: {names}",
                names=", ".join(left),
            )
        )
    return blocks, bool(labels) and known == written


def _set(found: Sequence[_Turn], heads: Sequence[str]) -> Iterator[Block]:
    """Blocks of turns, with what stands before the words of each."""
    is_punctuated = any(
        _ENDED.search(turn.words[-9:]) or len(_sentences(turn.words)) > 1 for turn in found
    )
    for turn, before in zip(found, heads, strict=True):
        head = before
        for start, end in _stretches(turn, is_punctuated=is_punctuated):
            begun = max(number for number, cue in enumerate(turn.cues) if cue[0] <= start)
            times = {0: turn.cues[begun][1]}
            times |= {at - start + len(head): time for at, time, _ in turn.cues if start < at < end}
            yield Block(f"{head}{turn.words[start:end]}", times=times)
            head = ""


def _sentences(words: str) -> list[tuple[int, int]]:
    return [*sentences(words, [(0, len(words))])]


def _head(turn: _Turn, forms: Sequence[str]) -> str:
    """What stands before the words of a turn: its label, in a form that is one in a text as well."""
    if turn.mark or turn.label is None:
        return turn.mark
    for form in (form.format(turn.label) for form in forms if turn.label):
        known = turns(f"{form}Uno.\n\n{form}Dos.\n")
        if [one.label for one in known] == [turn.label, turn.label]:
            return form
    return ">> "


def _stretches(turn: _Turn, *, is_punctuated: bool) -> Iterator[tuple[int, int]]:
    """Where the blocks of a turn begin and end."""
    cues = {at for at, _, _ in turn.cues}
    whole = {start for start, _ in _sentences(turn.words)} if is_punctuated else cues
    longest = LONG_BLOCK if is_punctuated else LONGEST_BLOCK
    silences = {at: start - before[2] for before, (at, start, _) in pairwise(turn.cues)}
    begun = 0
    for start in sorted((whole | cues) - {0}):
        is_long = start - begun >= (longest if start in whole else LONGEST_BLOCK)
        if is_long or (start in whole and silences.get(start, 0) > PAUSE):
            yield begun, start - 1
            begun = start
    yield begun, len(turn.words)
