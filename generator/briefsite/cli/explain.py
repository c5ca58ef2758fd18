"""`briefsite explain`."""

from __future__ import annotations

import click

from briefsite.archive.validate import did_you_mean
from briefsite.authoring.explain import example
from briefsite.cli.shared import language
from briefsite.messages.diagnostics import CODES, pretty
from briefsite.messages.translation import translate


@click.command()
@click.argument("code", required=False)
@language
def explain(code: str | None, lang: str) -> None:
    """Say what the CODE of a finding means, with a wrong and a right example; or list all codes."""
    if code is None:
        width = max(map(len, CODES))
        for name, meaning in CODES.items():
            click.echo(f"{name:{width}}  {translate(meaning, lang)}")
        return
    if code not in CODES:
        near = did_you_mean(code, CODES) or "`briefsite explain` lists all codes"
        message = f"{translate(f'there is no code `{code}`', lang)}; {translate(near, lang)}"
        raise click.UsageError(message)
    shown = example(code)
    findings, texts = shown.find(right=False)
    finding = next(found for found in findings if found.code == code)
    click.echo(f"{code}: {translate(CODES[code], lang)}")
    _show(translate(f"wrong: {shown.file}", lang), shown.wrong)
    if shown.link:
        click.echo(translate(f"    (a symbolic link to {shown.link})", lang))
    if shown.repeat > 1:
        click.echo(translate(f"    ({shown.repeat} times)", lang))
    _show(translate("briefsite says:", lang), pretty(finding, texts.get(finding.path), lang))
    if shown.right:
        _show(translate(f"right: {shown.file}", lang), shown.right)
    else:
        click.echo("\n" + translate("right: without this file or line", lang))


def _show(heading: str, text: str) -> None:
    click.echo(f"\n{heading}\n")
    for line in text.splitlines():
        click.echo(f"    {line}".rstrip())
