"""A build inside MkDocs, and the site folder. The only folder that imports MkDocs.

`plugin` holds the hooks, `build` what is done before MkDocs makes its pages and after. What each step
gives is frozen, and the next one takes it: `outline` (which pages and files there are), `articles`,
`routes` (what goes through MkDocs), `extra_files` (what is no page), `theme_pages`, `site_folder`.
`mkdocs_files` and `through_mkdocs` say what MkDocs is given, `reasons` why a page is made again.
"""
