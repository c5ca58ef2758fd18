"""The content-security policy of pages under Material, which has other scripts within them at each depth."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Template
from mkdocs.utils.templates import TemplateContext

from briefsite.pages.policy import content_security_policy


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
