"""`briefsite explain`."""

from __future__ import annotations

import click

from briefsite.archive.validate import did_you_mean
from briefsite.authoring.explain import example
from briefsite.cli.shared import language, misuse
from briefsite.messages.diagnostics import CODES, pretty
from briefsite.messages.message import Message
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
        near = did_you_mean(code, CODES) or Message("`briefsite explain` lists all codes")
        message = Message("there is no code `{code}`; {near}", code=code, near=near)
        raise misuse(message)
    shown = example(code)
    findings, texts = shown.find(right=False)
    finding = next(found for found in findings if found.code == code)
    click.echo(f"{code}: {translate(CODES[code], lang)}")
    for path in shown.shown:
        _show(path, shown.others[path])
    _show(translate(Message("wrong: {path}", path=shown.file), lang), shown.wrong)
    if shown.link:
        link = Message("(a symbolic link to {path})", path=shown.link)
        click.echo(f"    {translate(link, lang)}")
    if shown.repeat > 1:
        click.echo(f"    {translate(Message('({count} times)', count=shown.repeat), lang)}")
    _show(
        translate(Message("briefsite says:"), lang), pretty(finding, texts.get(finding.path), lang)
    )
    if shown.right:
        _show(translate(Message("right: {path}", path=shown.file), lang), shown.right)
    else:
        click.echo("\n" + translate(Message("right: without this file or line"), lang))


def _show(heading: str, text: str) -> None:
    click.echo(f"\n{heading}\n")
    for line in text.splitlines():
        click.echo(f"    {line}".rstrip())
