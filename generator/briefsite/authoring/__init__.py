"""From an article to a draft; `quote`, `new`, `init`, `explain`."""
