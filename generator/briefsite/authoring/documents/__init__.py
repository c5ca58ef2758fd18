"""Documents as they come, read into the text that is archived."""
