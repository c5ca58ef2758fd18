"""Does a published site prove what it says? Knows nothing of how it was made."""
