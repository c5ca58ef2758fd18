"""What files of word processors say of themselves, without what the programs put there unasked."""

from __future__ import annotations

import re

from briefsite.authoring.documents.document import Fact


def title_of(value: str | None, found_in: str) -> Fact | None:
    """A title; None for the name of a file or of a template."""
    text = " ".join((value or "").split())
    return None if not text or _NO_TITLE.fullmatch(text) else Fact(text, found_in)


def author_of(value: str | None, found_in: str) -> Fact | None:
    """An author; None for what a program writes where nobody gave a name."""
    text = " ".join((value or "").split())
    return None if not text or _NO_AUTHOR.fullmatch(text) else Fact(text, found_in)


_NO_TITLE = re.compile(
    r".*\.(?:docx?|docm|dotx?|odt|ott|rtf|pdf|txt|html?)|microsoft word - .*|"
    r"(?:document|documento|untitled|sin t[íi]tulo|sans titre|sem t[íi]tulo|word document|"
    r"plantilla|template|normal|presentaci[óo]n de powerpoint|powerpoint presentation|"
    r"t[íi]tulo(?: del documento)?|document title|title)(?:[ _-]*\(?\d*\)?)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:microsoft(?: office)?|office|windows|ms)[ -]?(?:user|usuario|utilisateur|word)?|python-docx|apache poi|docx4j|libreoffice|openoffice(?:\.org)?|"
    r"(?:usuario|user|utilisateur|utilizador|admin|administrador|administrator|autor|author|"
    r"owner|propietario|unknown|desconocido|an[óo]nimo|anonymous|pc|hp|dell|lenovo|acer|asus|equipo|x+)[ _-]*\d*"
    r"(?: de (?:windows|microsoft office|office))?|un-named|aspose(?:\.words.*)?|\W*",
    re.IGNORECASE,
)
