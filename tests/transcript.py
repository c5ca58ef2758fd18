"""A made-up transcript of the usual shape and size: names on lines of their own, lines of dashes between."""

from __future__ import annotations

from itertools import cycle

_SPEAKERS = [
    "PRESIDENTA MUNICIPAL DE VILLARRÍO, ELENA PRADO SOTO",
    "PREGUNTA",
    "DIRECTOR GENERAL DE LA COMISIÓN DE PRESAS Y CANALES, LUIS PRAT",
    "VOZ MUJER",
    "MODERADORA",
]
_SENTENCES = [
    "Muchas gracias a todas y a todos por venir esta mañana a la casa de la ribera.",
    "Vamos a reparar las presas que dañó la crecida, una por una y en el orden que marca el plan.",
    "¿Y quién va a pagar la obra del canal, que ya se anunció hace tres años?",
    "Eso lo dirá el acuerdo que se firma el jueves con las cuatro comunidades de regantes.",
    "No habrá más demoras, y si las hay se dirán aquí mismo, con su motivo y con su fecha.",
    "La compuerta vieja se queda donde está: no estorba, y es la que todo el mundo conoce.",
    "De los pozos hablaremos en otra sesión, porque el estudio no está terminado todavía.",
]


def transcript(turns: int = 90, paragraphs: int = 6) -> str:
    """A press conference; each sentence ends with its own number, so that it stands once."""
    speakers, sentences = cycle(_SPEAKERS), cycle(_SENTENCES)
    lines = [
        "Versión estenográfica. Rueda de prensa sobre las presas de Villarrío",
        "Casa de la Ribera, 12 de marzo de 2026",
    ]
    number = 0
    for turn in range(1, turns + 1):
        lines += ["---", next(speakers)]
        for _ in range(1 + turn * 7 % paragraphs):
            said = []
            for _ in range(1 + number % 4):
                number += 1
                said.append(f"{next(sentences)[:-1]} ({number}).")
            lines.append(" ".join(said))
        if turn % 9 == 0:
            lines.append("(APLAUSOS)")
    return "\n".join([*lines, "---", ""])
