"""A site to Markdown pages, through `templates/`, and these to HTML articles."""
