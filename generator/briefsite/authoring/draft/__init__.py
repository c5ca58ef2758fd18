"""From an article to a briefing that passes `check`: by rules alone, in the article's own words.

`language` tells the language of a text; `words` holds how languages
with rules say things; `found_dates`, `speech`, `promises` and `found_names` recognise; `draft_text`
finds evidence that stands exactly once; `selection` says which passages are wanted; `compose` puts the
fields together and says why; `writing` makes YAML of them; `drafting` is the whole way. Nothing is invented. What no rule finds is left out,
and the author is told in a comment; what the text itself leaves open is listed for readers.
"""
