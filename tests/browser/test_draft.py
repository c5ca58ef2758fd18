"""What a browser prints is an article as well."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from articles import HTML
from briefsite.authoring.articles import read_article


def test_pdf_gives_its_words(page: Page) -> None:
    """Paragraphs stay paragraphs, whatever lines they were set in."""
    page.set_content(HTML)
    article, _ = read_article(page.pdf(), Path("a.pdf"))
    assert article
    assert "El alcalde, 3 de mayo de 2024: «Es un gran día para todos»." in article.text
