"""The theme `briefsite`, by the entry point `mkdocs.themes`; templates in what Jinja and MiniJinja share."""
