"""Structured, sourced briefings as a fast, searchable site.

The package is a straight line, and the file names show it::

    load -> validate -> link -> render

`pipeline` walks it over a folder; `plugin` (MkDocs) and `cli` are the two ways in. `evidence` is
the heart: it answers whether some words stand in a text.
"""

__version__ = "0.1.0"
