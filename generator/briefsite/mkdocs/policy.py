"""The content-security policy of pages."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field

from jinja2 import Template
from mkdocs.utils.templates import TemplateContext


@dataclass(frozen=True, slots=True)
class Policies:
    """Gives pages their policy; all pages at the same depth have the same."""

    template: Template
    """The theme's page."""

    is_used: bool
    """Whether pages have one; `serve` puts a script of its own into each page, to reload it."""

    _by_base: dict[str, str] = field(default_factory=dict)

    def add_to(self, context: TemplateContext) -> None:
        """Add the policy to what the template of a page shows."""
        if not self.is_used:
            return
        base = str(context["base_url"])
        if base not in self._by_base:
            # The scripts of a page without content are those of the theme, and no others.
            bare = self.template.render({**context, "page": None})
            self._by_base[base] = content_security_policy(bare)
        context.update({"content_security_policy": self._by_base[base]})  # type: ignore[misc]


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
