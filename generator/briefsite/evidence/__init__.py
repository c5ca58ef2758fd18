"""Do these words stand in that text? Knows nothing of the rest."""
