"""Build many pages fast: on all cores, and again only where something changed.

`store` keeps what was made, by a digest of all that it was made from; `workers` deals work out to all
cores; `convert` turns the Markdown of our templates into HTML, and `reference` any other; `skeleton`
fills the theme's page; `output` puts the files in place. Nothing here knows of briefings.
"""
