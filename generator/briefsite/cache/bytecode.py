"""Compiled templates, kept from build to build."""

from __future__ import annotations

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from briefsite.cache.store import Store, code_digest, digest


class Compiled(BytecodeCache):
    """Hands Jinja the templates that it compiled before; to compile ours takes a quarter second."""

    def __init__(self, store: Store) -> None:
        """Keep them in a store."""
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before."""
        if kept := self._store.get(_key(bucket)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._store.put(_key(bucket), bucket.bytecode_to_string())


IN_PROCESS = Compiled(Store())
"""Where nothing is kept from build to build: several sites of one program share what it compiled."""


def _key(bucket: Bucket) -> str:
    kind = "sandboxed" if bucket.environment.sandboxed else "free"  # the same text makes other code
    return digest("template", kind, code_digest(), bucket.key, bucket.checksum)
