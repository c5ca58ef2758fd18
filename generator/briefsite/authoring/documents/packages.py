"""Documents that are zip archives of XML: their parts, within limits.

What a stranger packed can be a thousand times as large unpacked, name files outside of it, or define
entities that grow. Limits are checked before anything is unpacked.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any

from briefsite.authoring.documents.document import DocumentError
from briefsite.messages.message import Message

_PARTS = 5_000
_TOTAL = 256 * 1024 * 1024
"""Bytes of all parts together, unpacked."""

_RATIO = 100
"""Largest part in proportion to what it is packed in."""

_SMALL = 1024 * 1024
"""Bytes of a part that may be packed in any proportion."""

_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, ValueError
)  # fmt: skip


class Package:
    """The parts of a document, each unpacked when it is asked for."""

    def __init__(self, raw: bytes) -> None:
        """Open a document. Raises DocumentError where it is damaged, encrypted or beyond the limits."""
        try:
            self._archive = zipfile.ZipFile(BytesIO(raw))
        except _DAMAGED as error:
            raise _damaged(error) from None
        every = self._archive.infolist()
        self.names = frozenset(part.filename for part in every)
        if len(every) > _PARTS:
            raise DocumentError(
                Message(
                    "this file holds more than {count} parts; save it anew from the program that made it",
                    count=_PARTS,
                )
            )
        if len(self.names) < len(every):
            raise DocumentError(
                Message(
                    "this file holds two parts of one name; save it anew from the program that made it"
                )
            )
        grows = any(part.file_size > max(_SMALL, _RATIO * part.compress_size) for part in every)
        if grows or sum(part.file_size for part in every) > _TOTAL:
            raise DocumentError(
                Message(
                    "unpacked, this file has more than {megabytes} MB, or more than {ratio} times its size; save it anew from the program that made it, without its pictures",
                    megabytes=_TOTAL // 1024**2,
                    ratio=_RATIO,
                )
            )
        if any(part.flag_bits & 1 for part in every):
            raise DocumentError(
                Message(
                    "this file is encrypted; open it with its password, and save it without one"
                )
            )

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises DocumentError where it is missing or damaged."""
        try:
            return self._archive.read(name)
        except _DAMAGED as error:
            raise _damaged(error) from None

    def xml(self, name: str) -> Any:
        """The root element of a part; None where there is no such part.

        Raises DocumentError where it is damaged, or defines entities.
        """
        return xml_of(self.read(name)) if name in self.names else None


def xml_of(raw: bytes) -> Any:
    """The root element of XML, without comments. Raises DocumentError where it is damaged, or defines entities."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(error) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError(
            Message(
                "this file defines entities, as no word processor does; save it anew from the program that made it"
            )
        )
    return root


def _damaged(error: Exception) -> DocumentError:
    return DocumentError(
        Message(
            "this file is damaged, or is no document: {why}",
            why=str(error.args[0] if error.args else error),
        )
    )
