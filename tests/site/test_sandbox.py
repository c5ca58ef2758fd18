"""Templates of a site's own show what the site holds, and reach nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sites import BRIEFING, briefsite, build, make_site

HOSTILE = {
    "a file, deleted": "{{ briefing.path.unlink() }}",
    "a file, written": "{{ briefing.path.write_text('') }}",
    "a file elsewhere": "{{ briefing.path.parent.joinpath('/etc/passwd').read_text() }}",
    "a file through a class": "{{ briefing.path.cwd() }}",
    "the docs folder": "{{ publication.docs.rmdir() }}",
    "a method of a model": "{{ briefing.record.model_copy() }}",
    "a pickle through a model": "{{ briefing.record.parse_raw('x', proto='pickle', allow_pickle=true) }}",
    "a file through a model": "{{ briefing.record.parse_file('mkdocs.yml') }}",
    "a class": "{{ briefing.__class__.__mro__ }}",
    "a class by a filter": "{{ briefing | attr('__class__') }}",
    "a class by a key": "{{ briefing['__class__'] }}",
    "a class by a format": "{{ '{0.__class__}'.format(briefing) }}",
    "a class by marks": "{{ briefing | quoted('{0.__class__}') }}",
    "a class by grouping": "{{ grouped([briefing], '__class__.__init__.__globals__') }}",
    "what is around a function": "{{ uri.__globals__ }}",
    "what a function is bound to": "{{ uri.__self__ }}",
    "what opens a briefing": "{{ briefing._open }}",
    "a list of ours, changed": "{{ t.quoted_list.append('x') if t.quoted_list is defined else t.update({}) }}",
    "a code with a label": "{{ qr_code('x', label='{0.__class__}') }}",
}
"""What a template might try, by what it is after."""


def site_with(folder: Path, template: str, name: str = "briefing.md.jinja") -> Path:
    """A site whose briefings have a template of its own."""
    return make_site(
        folder, {"briefs/puerto.yml": BRIEFING, f"briefs/templates/{name}": f"# x\n\n{template}\n"}
    )


@pytest.mark.parametrize("attempt", HOSTILE)
def test_a_template_that_reaches_further_is_a_finding(tmp_path: Path, attempt: str) -> None:
    """With its line; nothing was touched, and nothing is published."""
    site = site_with(tmp_path, HOSTILE[attempt])
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    done = briefsite("check", cwd=site)
    assert done.returncode == 1, done.stdout
    assert "error[template-error]" in done.stdout
    assert "--> briefs/templates/briefing.md.jinja:3:1" in done.stdout
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_card_is_drawn_in_the_same_sandbox(tmp_path: Path) -> None:
    """Its template is the site's own as well."""
    site = site_with(tmp_path, "{{ publication.docs.rmdir() }}", "card.svg.jinja")
    config = site / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("briefsite]", "briefsite: {cards: true}]"))
    done = build(site)
    assert done.returncode == 1
    assert "is not safely callable" in done.stdout


@pytest.mark.parametrize(
    "template",
    [
        "{{ briefing.record.summary.plain() }}",
        "{{ 'a-b'.partition('-')[2].rstrip() }} {{ '{} y {}'.format(1, 2) }}",
        "{% for id, page in site.briefings.items() %}{{ id }}{% endfor %}{{ site.sources.values() | list }}",
        "{% set n = namespace(x=1) %}{% set n.x = 2 %}{{ n.x }}{{ dict(a=1).a }}{{ range(3) | list }}",
        "{% macro m(x) %}{{ x }}{{ caller() if caller is defined }}{% endmacro %}{{ m(1) }}{% call m(2) %}y{% endcall %}",
        "{% import 'macros.md.jinja' as macros with context %}{{ macros.time(briefing.record.date) }}",
        "{% for x in [1, 2] %}{{ loop.cycle('a', 'b') }}{% endfor %}{{ cycler('a').next() }}",
        "{{ grouped(site.briefings.values(), 'record.date.year') }}{{ uri(briefing) }}{{ qr_code('x') }}",
        "{{ briefing.record.date | date }} {{ 1234.5 | number }} {{ briefing.record.date | month }}",
        "{% extends 'reuse.md.jinja' %}",
    ],
)
def test_what_a_template_is_given_it_may_use(tmp_path: Path, template: str) -> None:
    """Its own macros, our functions, methods of texts and mappings, and all that Jinja has."""
    done = briefsite("check", cwd=site_with(tmp_path, template))
    assert done.returncode == 0, done.stdout


def test_a_template_that_is_a_link_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    """Its text would be published."""
    site = site_with(tmp_path / "site", "{% include 'secret.txt' %}")
    (tmp_path / "secret").write_text("TOP SECRET", encoding="utf-8")
    (site / "briefs/templates/secret.txt").symlink_to(tmp_path / "secret")
    done = briefsite("check", cwd=site)
    assert done.returncode == 1
    assert "it is a symbolic link that leads out of the folder of templates" in done.stdout
    assert "SECRET" not in done.stdout


@pytest.mark.parametrize("name", ["briefing.md.jinja", "macros.md.jinja"])
def test_a_template_that_is_no_text_is_a_finding(tmp_path: Path, name: str) -> None:
    """Never a traceback."""
    site = site_with(tmp_path, "")
    (site / "briefs/templates" / name).write_bytes(b"# \xff\n")
    done = briefsite("check", cwd=site)
    assert done.returncode == 1
    assert f"--> briefs/templates/{name}:1:1" in done.stdout
    assert "it is not UTF-8" in done.stdout
