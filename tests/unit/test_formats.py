"""What is told of a document by its bytes alone."""

from __future__ import annotations

import pytest

from briefsite.authoring.documents.formats import is_no_text

WORDS = "La obra costó «poco», dijo el alcalde.\r\n\tAsí fue.\f\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("latin-1"),
        WORDS.encode("utf-16"),
        f"{WORDS}\0".encode(),
        f"{WORDS}\x07".encode("latin-1"),
        b"\x1b[31mNo\x1b[0m \x1b[1mno\x1b[0m",
        "á".encode() * 8191 + b".",
        b"." + "á".encode() * 8191,
    ],
)
def test_a_text_is_one_in_any_encoding(raw: bytes) -> None:
    """Also with a control character in it: what is wrong with it is said elsewhere, by its place."""
    assert not is_no_text(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01",
        b"GIF89a\x01\0\x01\0\x80\0\0",
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
        b"\x7fELF\x02\x01\x01\0\0\0",
        b"SQLite format 3\0\x10\0\x01\x01\0",
        b"nota.txt" + b"\0" * 92 + b"0000644",
        WORDS.encode("latin-1") + b"\0",
    ],
)
def test_a_picture_or_a_recording_is_no_text(raw: bytes) -> None:
    """By zeros, or by many control characters."""
    assert is_no_text(raw)
