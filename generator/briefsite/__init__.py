"""Structured, sourced briefings as a fast, searchable site.

Each folder is a room, and its `__init__.py` says in a sentence what it is for. Imports run one way::

    cli | mkdocs  ->  authoring | outputs  ->  pages  ->  site  ->  archive  ->  evidence | messages | cache
"""

__version__ = "0.1.0"
