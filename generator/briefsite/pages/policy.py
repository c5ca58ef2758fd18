"""The content-security policy of pages."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

_THEME = Path(__file__).parent.parent / "theme" / "briefsite"


def content_security_policy(page: str) -> str:
    """A policy that lets nothing in but files of the site and the inline scripts of `page`."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = " ".join(f"'sha256-{value}'" for value in sorted(set(hashes)))
    return "; ".join(
        [
            "default-src 'none'",
            # Pagefind is WebAssembly.
            f"script-src 'self' 'wasm-unsafe-eval' {allowed}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


@cache
def own_policy() -> str:
    """The policy of all pages under our own theme, which has one script within them, always the same."""
    return content_security_policy((_THEME / "partials" / "scheme.html").read_text("utf-8"))
