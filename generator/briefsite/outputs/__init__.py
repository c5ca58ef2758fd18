"""All that is not a page: data, feeds, citations, calendars, PDF, cards, search, offline."""
