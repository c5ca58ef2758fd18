"""From an article to a briefing that passes `check`: by rules alone, in the article's own words.

`formats` takes the text out of a file; `words` holds how each language says things; `found_dates`,
`speech`, `promises` and `found_names` recognise; `draft_text` finds evidence that stands exactly once;
`compose` puts the fields together and says why; `writing` makes YAML of them; `drafting` is the whole
way. Nothing is invented: what no rule finds is left out, and what the source lacks is listed.
"""
