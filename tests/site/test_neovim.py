"""The language server in Neovim, set up as `docs/editors.md` says, and typed into as an author does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sites import REPOSITORY, repository_site

INSTALL = "sudo apt-get install neovim"
OWN_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
"""Where Neovim would look for what its user has set up."""

LONGEST = 20
"""Seconds until something is taken not to come."""


def settings() -> str:
    """The lines for the oldest Neovim, as the documentation has them."""
    text = (REPOSITORY / "docs/editors.md").read_text("utf-8")
    section = text.partition("## Neovim")[2].partition("\n## ")[0]
    return re.findall(r"```lua\n(.*?)```", section, re.DOTALL)[-1]


SEEN = """\
function Findings()
  return table.concat(vim.tbl_map(function(one) return one.message end, vim.diagnostic.get(0)), "\\n")
end

function Passages()
  return table.concat(vim.tbl_map(function(one) return one.word end, vim.fn.complete_info().items), "\\n")
end

function Explained()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= "" then
      local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
      return table.concat(lines, "\\n")
    end
  end
  return ""
end

vim.ui.select = function(items, _, choose)
  Mended = items[1][2].title
  choose(items[1], 1)
end
"""
"""What an author sees, as functions; the first of what is offered is taken, as nobody is there to choose."""


class Neovim:
    """An editor without a screen, at a socket."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.socket = program, folder / "nvim.sock"

    def _tell(self, *words: str) -> str:
        command = [self.program, "--server", str(self.socket), *words]
        told = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=True)
        return told.stdout or told.stderr

    def type(self, keys: str) -> None:
        self._tell("--remote-send", keys)

    def ask(self, lua: str) -> str:
        """The value of an expression."""
        return self._tell("--remote-expr", f"luaeval({_quoted(lua)})").strip()

    def wait(self, lua: str) -> str:
        """The value of an expression, as soon as it has one that is not empty."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            if found := self.ask(lua):
                return found
            time.sleep(0.05)
        pytest.fail(f"nothing came of {lua}")

    @property
    def line(self) -> str:
        return self.ask("vim.api.nvim_get_current_line()")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture
def neovim(tmp_path: Path) -> Iterator[Neovim]:
    """The flagship, open in a copy of the repository's site; fails where there is no Neovim."""
    program = shutil.which("nvim")
    if program is None:
        pytest.fail(f"no Neovim found; install it: {INSTALL}")
    site = repository_site("material", tmp_path / "site").parent
    command = site / ".venv/bin/briefsite"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m briefsite "$@"\n', "utf-8")
    command.chmod(0o755)
    start = tmp_path / "init.lua"
    start.write_text(f"{settings()}{SEEN}", "utf-8")
    editor = Neovim(program, tmp_path)
    options = ["--headless", "-u", str(start), "-i", "NONE", "-n", "--listen", str(editor.socket)]
    with subprocess.Popen(
        [program, *options, "briefs/mision-cortafuegos.yml"],
        cwd=site,
        env={**os.environ, "LC_ALL": "es_ES.UTF-8", **dict.fromkeys(OWN_FOLDERS, str(tmp_path))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while not editor.socket.exists() and process.poll() is None:
            time.sleep(0.02)
        yield editor
        process.kill()


def test_a_briefing_is_mended_and_goes_on(neovim: Neovim) -> None:
    """A wrong word is found and mended by what is offered; a passage is completed; a field is explained."""
    neovim.type("/evidence: representantes de seis/e<CR>ciwsiete<Esc>")
    right = neovim.line.replace("siete", "seis")
    assert "representantes de >>seis<< organismos" in neovim.wait("Findings()")

    neovim.type(":lua vim.lsp.buf.code_action()<CR>")
    words = right.removeprefix("evidence: ")[:59]
    assert neovim.wait("Mended or ''") == f"escribir lo que tiene la fuente: «{words}…»"
    neovim.wait("Findings() == '' and 'nothing' or ''")
    assert neovim.line == right

    neovim.type("ccevidence: El encuentro<C-x><C-o>")
    (passage,) = neovim.wait("Passages()").split("\n")
    assert passage.startswith("El encuentro, que tuvo lugar en McAllen, Texas, también marcó")
    neovim.type("<C-y><Esc>")
    assert neovim.line == f"evidence: {passage}"

    neovim.type("gg/why_it_matters<CR>:lua vim.lsp.buf.hover()<CR>")
    assert "Qué significa para el lector." in neovim.wait("Explained()")
