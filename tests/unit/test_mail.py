"""E-mail messages, part by part: what stands in them, beside what is read."""

from __future__ import annotations

import base64

import pytest
import trafilatura  # noqa: F401 (what it imports looks whether there is IPv6, with a socket)

from briefsite.authoring.documents.document import DocumentError, ReadDocument
from briefsite.authoring.documents.formats import format_of, read_document

HEAD = "From: Inés Marco <a@t.example>\nDate: Tue, 3 Mar 2026 23:30:00 -0600\nMessage-ID: <1@t.example>\n"


def read(rest: str | bytes, head: str = HEAD) -> ReadDocument:
    raw = head.encode() + (rest.encode() if isinstance(rest, str) else rest)
    assert format_of(raw, "a.txt") == "eml"
    return read_document(raw, "eml")


def texts(document: ReadDocument) -> list[str]:
    return [block.text for block in document.blocks]


def plain(body: str, parameters: str = "; charset=utf-8") -> str:
    return f"Content-Type: text/plain{parameters}\n\n{body}"


def html(body: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n{body}"


def parts(kind: str, *inside: str) -> str:
    """A part that holds others; its boundary is one that none of them has."""
    boundary = f"b{sum(map(len, inside))}"
    made = "".join(f"--{boundary}\n{one}\n" for one in inside)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{made}--{boundary}--\n'


PDF = "Content-Type: application/pdf\nContent-Disposition: attachment\n\nx"
NOTE = "Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nadjunto"
PICTURE = "Content-Type: image/png\nContent-Disposition: inline\nContent-ID: <p>\n\nx"
FORWARDED = f"Content-Type: message/rfc822\n\n{HEAD}\nreenviado"


@pytest.mark.parametrize(
    ("message", "expected", "omitted"),
    [
        (plain("Hola."), ["Hola."], {}),
        (html("<p>Hola.</p><p>Adiós.</p>"), ["Hola.", "Adiós."], {}),
        (parts("alternative", plain("Hola, tú."), html("<p>Hola, <b>tú</b>.</p>")), ["Hola, tú."], {}),
        (parts("alternative", html("<p>Hola.</p>"), plain("Hola.")), ["Hola."], {}),
        (parts("alternative", plain("Use otro programa."), html("<p>El pleno aprobó el plan de 32 presas.</p>")), ["El pleno aprobó el plan de 32 presas."], {}),
        (parts("alternative", plain(""), html("<p>Hola.</p>")), ["Hola."], {}),
        (parts("mixed", plain("Hola."), PDF, NOTE), ["Hola."], {"attachments": 2}),
        (parts("mixed", plain("Hola."), plain("Pie de la lista.")), ["Hola.", "Pie de la lista."], {}),
        (parts("mixed", plain("Hola."), FORWARDED), ["Hola."], {"attachments": 1}),
        (parts("mixed", plain("Hola."), PICTURE), ["Hola."], {"pictures": 1}),
        (parts("related", html('<p>Hola.<img src="cid:p" alt="x"></p>'), PICTURE), ["Hola."], {"pictures": 1}),
        (parts("mixed", parts("alternative", plain("Hola."), html("<p>Hola.</p>")), PDF), ["Hola."], {"attachments": 1}),
        (parts("signed", plain("Hola."), "Content-Type: application/pgp-signature\n\nx"), ["Hola."], {"attachments": 1}),
        (html('<p>32<sup>1</sup> presas</p><p style="display:none">no</p><p><sup>1</sup> Nota.</p>'), ["32 presas", "[1] Nota."], {"hidden": 1, "note-marks": 1}),
        (html("<p>a</p><blockquote><p>Mensaje anterior.</p></blockquote>"), ["a", "Mensaje anterior."], {}),
    ],
)  # fmt: skip
def test_a_text_is_read_once_and_what_goes_with_it_is_counted(
    message: str, expected: list[str], omitted: dict[str, int]
) -> None:
    """The plain form, where it says as much as the other; no attachment is read."""
    document = read(message)
    assert (texts(document), document.omitted, document.altered) == (expected, omitted, {})


LONG = "El Ayuntamiento de Torremar reparará cuarenta presas antes de que acabe"


@pytest.mark.parametrize(
    ("body", "parameters", "expected"),
    [
        ("a \nb\n\nc", "; format=flowed", ["a b", "c"]),
        ("a \nb", "; format=flowed; delsp=yes", ["ab"]),
        (" > a\n>b \n>c\n>>d", "; format=flowed", ["> a", "> b c", ">> d"]),
        ("a \n>b \nc", "; format=flowed", ["a", "> b", "c"]),
        ("a\n-- \nInés \nMarco", "; format=flowed", ["a", "--", "Inés Marco"]),
        ("Hola:\nUno.\nDos.", "", ["Hola:", "Uno.", "Dos."]),
        (f"{LONG}\nel año.\nFin.", "", [f"{LONG} el año.", "Fin."]),
        (f"> {LONG}\n> el año.\nNo.", "", [f"> {LONG} el año.", "No."]),
        (f"{LONG}\n> el año.", "", [LONG, "> el año."]),
        (f"{LONG}\n- el año.", "", [LONG, "- el año."]),
        (f"{LONG}\n\nFin.", "", [LONG, "Fin."]),
        (f"{LONG} {LONG}\nOtra línea.", "", [f"{LONG} {LONG}", "Otra línea."]),
        (f"{LONG}\nel año.\n\n{LONG} {LONG}\nOtra.", "", [f"{LONG} el año.", f"{LONG} {LONG}", "Otra."]),
        ("a\tb   c", "", ["a b c"]),
        (">", "", []),
    ],
)  # fmt: skip
def test_lines_that_a_program_broke_are_joined(
    body: str, parameters: str, expected: list[str]
) -> None:
    """Those that say so, and those whose next word had no room; quoted messages keep their marks."""
    assert texts(read(plain(f"Antes.\n\n{body}", f"; charset=utf-8{parameters}"))) == [
        "Antes.",
        *expected,
    ]


@pytest.mark.parametrize(
    ("charset", "raw", "text"),
    [
        ("; charset=iso-8859-1", b"a\xf1o", "año"),
        ("; charset=iso-8859-1", b"\x93a\x94", "“a”"),
        ("; charset=windows-1252", b"5 \x80", "5 €"),
        ("; charset=utf-8", "año".encode(), "año"),
        ("; charset=us-ascii", "año".encode(), "año"),
        ("", "año".encode(), "año"),
        ("; charset=koi8-r", b"\xc1", "а"),
    ],
)
def test_characters_are_read_as_the_message_says(charset: str, raw: bytes, text: str) -> None:
    """ISO 8859-1 means Windows-1252, as in all programs; without a word, UTF-8."""
    assert texts(read(f"Content-Type: text/plain{charset}\n\n".encode() + raw)) == [text]


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (b"Content-Type: text/plain; charset=utf-8\n\na\xf1o", "are not utf-8, as it says"),
        (b"Content-Type: text/plain\n\na\xf1o", "are not us-ascii, as it says"),
        (b"Content-Type: text/plain; charset=x-nadie\n\na", "in x-nadie, which is unknown"),
        (b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nYWJjZ", "damaged"),
        (parts("encrypted", PDF), "this message is encrypted"),
        ("Content-Type: application/pkcs7-mime\n\nx", "this message is encrypted"),
        (plain(""), "this message has no text"),
        (parts("mixed", PDF), "this message has no text"),
        (html("<frameset></frameset>"), "this message has no text"),
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_refused(message: str | bytes, why: str) -> None:
    """Characters that are not what it says, and texts that it does not hold."""
    with pytest.raises(DocumentError, match=why):
        read(message)


def test_a_message_that_ends_early_is_read_with_a_warning() -> None:
    """A part of it can be missing."""
    cut = parts("mixed", plain("Hola."), PDF)[:-10]
    document = read(cut)
    assert texts(document) == ["Hola."]
    assert [warning.template for warning in document.warnings] == [
        "this message ends early: parts of it can be missing"
    ]


def test_transfer_encodings_are_undone() -> None:
    """Quoted-printable and base64."""
    quoted = "Content-Transfer-Encoding: quoted-printable\n" + plain("a=C3=B1o =\nnuevo")
    packed = "Content-Transfer-Encoding: base64\n" + plain(
        base64.b64encode("año".encode()).decode()
    )
    assert [texts(read(quoted)), texts(read(packed))] == [["año nuevo"], ["año"]]


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        (
            "From: =?utf-8?q?In=C3=A9s?= Marco <a@t.example>\nSubject: =?iso-8859-1?q?Pres=F3n?=\n a dos\nDate: Tue, 3 Mar 2026 23:30:00 -0600\nContent-Language: es-MX, en\n",
            ("Presón a dos", "Inés Marco", "2026-03-03", "es-MX"),
        ),
        ("From: a@t.example\nDate: Tue, 3 Mar 99999999999999 10:00:00 +0000\nMessage-ID: <1@t>\n", (None, None, None, None)),
        ("From: a@t.example\nDate: ayer\nMessage-ID: <1@t>\n", (None, None, None, None)),
        ("From: a@t.example\nSubject: \nDate: Sun, 30 Feb 2026 10:00:00 +0000\nMessage-ID: <1@t>\n", (None, None, None, None)),
        ("From: B <b@t.example>, C <c@t.example>\nSubject: =?x-nadie?q?=F1?=\nDate: 4 Mar 2026 08:00 +0100\n", (None, "B", "2026-03-04", None)),
    ],
)  # fmt: skip
def test_the_head_says_who_wrote_when_and_what_about(
    head: str, facts: tuple[str | None, ...]
) -> None:
    """The day is that of where the sender was; what is no date, or no name, is none."""
    document = read(plain("a"), head)
    found = (document.title, document.author, document.published, document.lang)
    assert tuple(fact and fact.value for fact in found) == facts


def test_letters_of_a_head_can_stand_there_as_they_are() -> None:
    """In UTF-8; in another code they are in doubt, and the fact is left out."""
    author = read(plain("a")).author
    assert author
    assert author.value == "Inés Marco"
    raw = HEAD.encode("latin-1") + plain("a").encode()
    assert read_document(raw, "eml").author is None


def test_the_facts_say_in_which_field_they_stand() -> None:
    """By the names that programs show."""
    document = read(plain("a"), f"Subject: b\n{HEAD}Content-Language: es\n")
    found = (document.title, document.author, document.published, document.lang)
    assert [fact.found_in for fact in found if fact] == [
        "Subject",
        "From",
        "Date",
        "Content-Language",
    ]


def test_messages_in_messages_have_an_end() -> None:
    """A thousand parts, each in another, are refused."""
    opened = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(1_500)
    )
    with pytest.raises(DocumentError, match="this message holds too many others"):
        read(opened + plain("a"))


def test_a_part_in_html_can_say_itself_how_its_characters_are_written() -> None:
    """Where the head of the part does not."""
    page = "<meta charset=iso-8859-1><p>El año.</p>".encode("latin-1")
    raw = b"From: a@b.es\nContent-Type: text/html\n\n" + page
    assert read_document(raw, "eml").text == "El año.\n"
