"""A site as its authors see it, built into a folder of their own: what `serve` shows, without its server.

Run as `python -m briefsite.mkdocs.preview mkdocs.yml FOLDER`. Drafts and what waits for its hour are in it,
and files with errors are left out; nothing of the site's own folder is touched.
"""

from __future__ import annotations

import importlib
import logging
import sys

from briefsite.cache.installed import engine


def build_preview(config_file: str, folder: str) -> None:
    """Build a site into a folder; raises what the engine raises where its settings cannot be used."""
    if engine() == "properdocs":  # which stands in for MkDocs from here on
        importlib.import_module("properdocs.replacement")
    from mkdocs.commands.build import build
    from mkdocs.config.base import load_config

    config = load_config(config_file, site_dir=folder)
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    config.plugins.on_shutdown()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    build_preview(*sys.argv[1:])
