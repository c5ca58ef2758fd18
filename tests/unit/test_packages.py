"""Archives that a stranger packed: what is refused before anything of it is read."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
import trafilatura  # noqa: F401 (what it imports looks whether there is IPv6, with a socket)

from briefsite.authoring.documents.document import DocumentError
from briefsite.authoring.documents.formats import format_of, read_document
from office import W, docx, zipped

SOUND = docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>")


def with_part(name: str, content: bytes) -> bytes:
    raw = BytesIO(SOUND)
    with zipfile.ZipFile(raw, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return raw.getvalue()


def as_encrypted() -> bytes:
    """The same, with the bit set that says a part is encrypted."""
    raw = bytearray(SOUND)
    entry = raw.index(b"PK\x01\x02")
    raw[entry + 8] |= 1
    return bytes(raw)


def beyond_all() -> bytes:
    """An archive that says it is larger than can be."""
    raw = bytearray(SOUND)
    entry = raw.index(b"PK\x01\x02")
    raw[entry + 20 : entry + 28] = struct.pack("<II", 5_000_000, 300_000_000)
    return bytes(raw)


def two_of_a_name() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return with_part("word/document.xml", b"<a/>")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (with_part("word/media/a.png", bytes(2_000_000)), "more than 256 MB, or more than 100 times"),
        (beyond_all(), "more than 256 MB, or more than 100 times"),
        (zipped({f"word/{n}": "" for n in range(5_001)}), "more than 5000 parts"),
        (two_of_a_name(), "two parts of one name"),
        (as_encrypted(), "this file is encrypted; open it with its password"),
        (SOUND[:-30], "this file is damaged, or is no document"),
        (SOUND[:200], "this file is damaged, or is no document"),
        (zipped({"a.txt": "a"}), "an archive of files, or a document other than Word"),
        (zipped({"content.xml": "", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "an archive of files"),
        (zipped({"content.xml": ""}), "this file is damaged, or is no document"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted; open it with its password"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "a file of an old Word; save it as .docx"),
        (b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "a program of Office other than Word"),
    ],
)  # fmt: skip
def test_an_archive_beyond_the_limits_is_refused_by_what_it_states(raw: bytes, why: str) -> None:
    """The message says why, and what to do."""
    with pytest.raises(DocumentError, match=why):
        format_of(raw, "a.docx")


def test_small_parts_can_be_packed_in_any_proportion() -> None:
    """An empty style sheet is no attack."""
    assert format_of(with_part("word/styles2.xml", b" " * 900_000), "a.docx") == "docx"


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("head", [LAUGHS, OUTSIDE, '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">'])
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml"])
def test_a_part_that_defines_entities_is_refused(head: str, part: str) -> None:
    """Nothing grows, and nothing is fetched."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body><w:p><w:r><w:t>a</w:t></w:r></w:p></w:body></w:document>",
        "docProps/core.xml": "<a/>",
    }
    raw = zipped({**parts, part: head + parts[part].replace("<w:t>a", "<w:t>&a;")})
    with pytest.raises(DocumentError, match="this file defines entities"):
        read_document(raw, "docx")
