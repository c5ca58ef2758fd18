"""Builds pages fast: what a MkDocs build does to generated pages, made anew only where it must."""
