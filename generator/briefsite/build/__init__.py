"""Make many pages fast: once, on all cores, and again only where something changed."""
