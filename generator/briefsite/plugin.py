"""The way in from MkDocs. Hooks translate; `pipeline`, `render` and `search` do the work."""

from __future__ import annotations

import base64
import hashlib
import html
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from briefsite.diagnostics import Diagnostic, Severity, pretty
from briefsite.pipeline import publication, read_site, render_site
from briefsite.render import HUBS
from briefsite.search import Document, write_index
from briefsite.settings import Settings
from briefsite.translation import author_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment, Template
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils.templates import TemplateContext

    from briefsite.render import Page, Rendering

log = logging.getLogger("mkdocs.plugins.briefsite")

THEME = Path(__file__).parent / "theme"
MARKDOWN_EXTENSIONS = ("attr_list", "md_in_html")
"""What the templates use beyond MkDocs' defaults."""

SEARCH_WEIGHTS = {
    "briefing": 1.0,
    "hand-written": 0.3,
    "entity": 0.2,
    "source": 0.2,
    "commitment": 0.1,
}
"""Archived texts are found, but after the briefings that cite them. Lists only repeat the rest."""


class BriefsiteConfig(Config):  # type: ignore[no-untyped-call] # MkDocs types it loosely
    """Options of the plugin in `mkdocs.yml`."""

    briefs_dir = c.Type(str, default="briefs")
    """Folder of the briefings, relative to mkdocs.yml."""

    require_evidence = c.Type(bool, default=False)
    """Whether a statement without evidence is an error."""


class BriefsitePlugin(BasePlugin[BriefsiteConfig]):  # type: ignore[no-untyped-call]
    """Adds a page for every briefing, source and entity, without writing into `docs/`."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self._serving = False
        self._rendering: Rendering
        self._pages: Mapping[str, Page] = {}
        self._documents: list[Document] = []
        self._policies: dict[str, str] = {}
        self._theme_page: Template

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Present, so that MkDocs keeps this object between the builds of `serve`."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Bring in the theme, and rebuild when a briefing changes."""
        briefs = self._settings(config).briefs
        if not briefs.is_dir():
            raise PluginError(
                f"briefsite: there is no folder {briefs}; create it, or set `briefs_dir`"
            )
        own_theme = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(own_theme, str(THEME))
        config.extra_css.insert(0, "assets/briefsite/briefsite.css")
        if config.theme.get("favicon") == "assets/images/favicon.png":  # Material's own
            config.theme["favicon"] = "assets/briefsite/favicon.svg"
        if not config.theme.get("logo") and not (config.theme.get("icon") or {}).get("logo"):
            config.theme["logo"] = "assets/briefsite/logo.svg"
        config.watch.append(str(briefs))
        for extension in MARKDOWN_EXTENSIONS:
            if extension not in config.markdown_extensions:
                config.markdown_extensions.append(extension)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and render everything; a build with errors ends here, the old site untouched."""
        settings = self._settings(config)
        reading = read_site(
            settings.briefs, require_evidence=settings.require_evidence, drafts=self._serving
        )
        self._rendering = render_site(reading.site, publication(settings), settings.briefs)
        self._report([*reading.findings, *self._rendering.findings], reading.shown)
        self._documents, self._policies = [], {}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Add the generated pages."""
        self._pages = {page.uri: page for page in self._rendering.pages}
        for page in self._rendering.pages:
            file = File.generated(config, page.uri, content=page.markdown)
            if page.kind not in HUBS:
                file.inclusion = InclusionLevel.NOT_IN_NAV
            written = files.get_file_from_path(page.uri)
            if written is not None:
                files.remove(written)  # the home page, whose text opens the generated one
            _set_origin(file, page.source, written, config)
            files.append(file)
        for uri, path in self._rendering.copies.items():
            files.append(File.generated(config, uri, abs_src_path=str(path)))
        for uri, text in self._rendering.data.items():
            files.append(File.generated(config, uri, content=text))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Let the theme put our search behind Material's box."""
        env.filters["search_worker"] = _search_worker
        self._theme_page = env.get_template("main.html")
        return env

    @event_priority(-50)  # after plugins that change the content
    def on_page_content(
        self, content: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> None:
        """Take the page into our index, and keep it out of Material's."""
        generated = self._pages.get(page.file.src_uri)
        weight = SEARCH_WEIGHTS.get(generated.kind if generated else "hand-written")
        settings = page.meta.setdefault("search", {})
        if weight and not settings.get("exclude"):
            self._documents.append(
                Document(
                    url=page.url,
                    title=html.unescape(re.sub(r"<[^>]*>", "", str(page.title))),
                    html=content,
                    weight=weight,
                )
            )
        settings["exclude"] = True
        if generated and generated.updated:
            page.update_date = generated.updated

    def on_page_context(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Give the page its content-security policy."""
        self._secure(context)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> None:
        """Give `404.html` its policy as well."""
        if template_name.endswith(".html"):
            self._secure(context)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the search index."""
        if "search" in config.plugins or "material/search" in config.plugins:
            language = str(config.theme.get("language") or "en")
            write_index(self._documents, Path(config.site_dir), language)

    def _settings(self, config: MkDocsConfig) -> Settings:
        root = Path(config.config_file_path or "mkdocs.yml").parent
        return Settings(
            site_name=config.site_name,
            site_url=config.site_url or None,
            language=str(config.theme.get("language") or "en"),
            docs=_as_typed(Path(config.docs_dir)),
            briefs=_as_typed(root / self.config.briefs_dir),
            require_evidence=self.config.require_evidence,
        )

    def _report(self, findings: list[Diagnostic], shown: Mapping[Path, str]) -> None:
        """Log all findings; stop on errors, but never `serve`, which leaves the broken files out."""
        errors = 0
        for finding in findings:
            is_error = finding.severity is Severity.ERROR
            errors += is_error
            level = logging.ERROR if is_error else logging.WARNING
            log.log(level, "%s\n", pretty(finding, shown.get(finding.path), author_language()))
        if errors and not self._serving:
            files = len({finding.path for finding in findings})
            raise PluginError(
                f"briefsite: {errors} error{'s' * (errors != 1)} in {files} file{'s' * (files != 1)}; "
                "the site built before is untouched"
            )

    def _secure(self, context: TemplateContext) -> None:
        # `serve` puts a script of its own into each page, to reload it.
        if self._serving:
            return
        base = str(context["base_url"])
        if base not in self._policies:
            # The scripts of a page without content are those of the theme, and no others.
            bare = self._theme_page.render({**context, "page": None})
            self._policies[base] = content_security_policy(bare)
        context.update({"content_security_policy": self._policies[base]})  # type: ignore[misc]


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


def _set_origin(
    file: File, source: Path | None, written: File | None, config: MkDocsConfig
) -> None:
    """Say where a page comes from: the pencil opens the YAML, and other plugins find a real file."""
    if written is not None:
        file.abs_src_path, file.edit_uri = written.abs_src_path, written.edit_uri
    elif source is not None:
        file.abs_src_path = str(source.resolve())
        file.edit_uri = Path(
            *[".."] * len(Path(config.docs_dir).relative_to(_root(config)).parts),
            source.resolve().relative_to(_root(config)),
        ).as_posix()


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent


def _as_typed(path: Path) -> Path:
    """A path as short as an author would type it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _search_worker(config_script: str, url: str) -> str:
    """Put our search in the place of Material's, in the settings that its script reads."""
    return re.sub(r'"[^"]*/workers/search\.[^"]*\.js"', lambda _: f'"{url}"', config_script)
