"""A made-up report in two columns, as PDF: for tests, and to measure."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

_SUBJECTS = ("La Autoridad", "El Consejo", "La Agencia", "El Comité", "La Oficina", "El Servicio")
_VERBS = ("revisó", "midió", "comparó", "contó", "anotó", "describió")
_OBJECTS = (
    "las compuertas del canal", "los diques de la ribera", "las bombas de la estación",
    "los pozos del valle", "las tuberías del barrio", "los aforos del río",
)  # fmt: skip
_REST = (
    "sin encontrar daños en las obras", "con los datos de la temporada anterior",
    "en presencia de los vecinos", "antes de que empezaran las lluvias",
)  # fmt: skip


def sentences(page: int) -> list[str]:
    """What stands on a page, from 1: each sentence once in the whole report, by its number."""
    return [
        f"{_SUBJECTS[n % 6]} {_VERBS[n // 6 % 6]} {_OBJECTS[(n + page) % 6]} {_REST[n % 4]} (nota {page}.{n})."
        for n in range(28)
    ]


def report(pages: int, said: dict[int, str] | None = None, *, size: float = 9.5) -> bytes:
    """A report with running heads, page numbers and words broken at line ends, the same bytes each time.

    `said` are sentences that open a page, by its number.
    """
    out = io.BytesIO()
    canvas = Canvas(out, A4, invariant=1)
    canvas.setTitle("Informe sobre las obras del canal")
    width, height = A4
    column = (width - 3 * 45) / 2
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(45, height - 30, "Autoridad del Canal · Informe anual")
        canvas.drawCentredString(width / 2, 25, str(page))
        words = " ".join([*filter(None, [(said or {}).get(page)]), *sentences(page)]).split()
        if page == 1:
            canvas.setFont("Helvetica-Bold", 18)
            canvas.drawString(45, height - 70, "Informe sobre las obras del canal")
        canvas.setFont("Helvetica", size)
        top = height - (95 if page == 1 else 55)
        for left in (45, 45 + column + 45):
            y = top
            while words and y > 45:
                line = ""
                while words and stringWidth(f"{line} {words[0]}", "Helvetica", size) <= column:
                    line = f"{line} {words.pop(0)}".strip()
                if words and len(words[0]) > 9 and words[0].isalpha():
                    for cut in range(len(words[0]) - 3, 3, -1):
                        head = f"{line} {words[0][:cut]}-"
                        if (
                            words[0][cut] not in "aeiouáéíóú"
                            and words[0][cut + 1] in "aeiouáéíóú"
                            and stringWidth(head, "Helvetica", size) <= column
                        ):
                            line, words[0] = head, words[0][cut:]
                            break
                canvas.drawString(left, y, line)
                y -= size * 1.25
        canvas.showPage()
    canvas.save()
    return out.getvalue()
