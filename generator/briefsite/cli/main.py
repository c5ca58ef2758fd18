"""The `briefsite` command. A family of commands is imported when one of them runs: each takes its time."""

from __future__ import annotations

from importlib import import_module

import click

from briefsite import __version__

FAMILIES = {
    "agenda": "agenda",
    "archive": "archive",
    "build": "build",
    "check": "check",
    "digest": "digest",
    "doctor": "doctor",
    "draft": "authoring",
    "edit": "edit",
    "explain": "explain",
    "export": "pages",
    "finish": "finish",
    "follow": "follow",
    "init": "sites",
    "lsp": "lsp",
    "new": "authoring",
    "pdf": "pages",
    "publish": "publishing",
    "quote": "authoring",
    "recheck": "recheck",
    "render": "pages",
    "schema": "publishing",
    "translate": "translate",
    "upgrade": "sites",
    "verify": "verify",
}
"""The module of each command."""


class _Families(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*FAMILIES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        # Of what is none of them click names the nearest, and for that must know all.
        for name in [cmd_name] if cmd_name in FAMILIES else FAMILIES:
            self.add_command(getattr(import_module(f"briefsite.cli.{FAMILIES[name]}"), name))
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Families, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Publish structured, sourced briefings."""
