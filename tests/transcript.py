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


def _long(
    head: list[str],
    speakers: list[str],
    sentences: list[str],
    *,
    label: str,
    turns: int = 90,
    size: int = 100_000,
) -> str:
    """A record of so many turns and about so many letters, its figures all different; `label` sets a turn."""
    voices, said = cycle(speakers), cycle(sentences)
    paragraphs = [*head]
    number = 0
    for turn in range(turns):
        speaker = next(voices)
        words: list[str] = []
        paragraph: list[str] = []
        while sum(map(len, words)) + sum(map(len, paragraph)) < size // turns:
            number += 1
            paragraph.append(next(said).format(number=number, small=number % 1000))
            if len(paragraph) > 2 + number % 3:
                words.append(" ".join(paragraph))
                paragraph = []
        words += [" ".join(paragraph)] if paragraph else []
        paragraphs += [label.format(speaker=speaker, words=words[0]), *words[1:]]
        if turn % 11 == 10:
            paragraphs.append("(Aplausos)")
    return "\n\n".join(paragraphs) + "\n"


def press_conference() -> str:
    """A Mexican stenographic version: labels in capitals and a colon, «1,200» and «mil 761»."""
    return _long(
        [
            "Versión estenográfica. Conferencia de prensa de la presidenta municipal de Villarrío",
            "Villarrío, 12 de marzo de 2026",
        ],
        [
            "PRESIDENTA MUNICIPAL, ELENA PRADO SOTO",
            "PREGUNTA",
            "COMISIONADO DE PRESAS Y CANALES, LUIS PRAT GIL",
            "MODERADORA",
            "SECRETARIA DE FINANZAS, ROSA GIL MATEO",
            "PREGUNTA",
        ],
        [
            "Muy buenos días a todas y a todos, les agradezco su presencia número {number} de esta semana.",
            "Vamos a platicar de lo que se hizo en la presa {number} y de lo que falta por hacer.",
            "Ya veremos qué dice el dictamen {number}, que todavía no está firmado.",
            "El director de la zona {number} va a reincorporarse el lunes, después de su licencia.",
            "Repartiremos 1,{small:03} becas en la zona {number}, entre los estudiantes del norte.",
            "El año pasado reparamos la compuerta {number} y gastamos mil 761 pesos por metro.",
            "¿Y cuándo terminarán la obra {number}, que se anunció hace tres años?",
            "Se instalarán mil {number} medidores antes de fin de 2027 en el valle del Arga.",
            "La Comisión de Aguas del Valle entregó el expediente {number} en tiempo y forma.",
            "Eso lo dirá en su momento la auditoría {number}, que no depende de nosotros.",
        ],
        label="{speaker}: {words}",
    )


def parliament() -> str:
    """A Spanish record of a parliament: «El señor PRESIDENTE:», stage directions, «1.200»."""
    return _long(
        [
            "CORTES DEL VALLE",
            "DIARIO DE SESIONES",
            "Sesión plenaria celebrada el 4 de febrero de 2026",
        ],
        [
            "El señor PRESIDENTE",
            "La señora PRADO SOTO",
            "El señor consejero DE OBRAS (Prat Gil)",
            "La señora GIL MATEO",
        ],
        [
            "Gracias, señor presidente, y gracias también a quienes nos siguen hoy desde la tribuna {number}.",
            "Su grupo votó en contra de la enmienda {number} y ahora viene a pedirnos que la aprobemos.",
            "Construiremos 1.{small:03} viviendas públicas en los municipios del plan {number} del valle.",
            "Señorías, en el año 2019 se cerraron {number} consultorios y nadie dio la menor explicación.",
            "El consejero prometió entonces {number} médicos que nunca llegaron a los pueblos.",
            "Vamos a ver si la partida {number} alcanza para lo que ustedes dicen que alcanza.",
            "¿Piensa usted retirar el proyecto {number} antes de que acabe este periodo de sesiones?",
            "El Gobierno del Valle abrirá {number} oficinas de atención antes de junio de 2027.",
            "Por eso el informe {number} de la Cámara de Cuentas del Valle dice lo que dice.",
        ],
        label="{speaker}: {words}",
    )


def hansard() -> str:
    """An English record of a parliament: names in small letters, «1,200», questions to ministers."""
    return _long(
        ["Northmoor Assembly", "Official Report, 17 February 2026", "Depots and Railways"],
        [
            "The Minister for Railways (Ursula Pell)",
            "Mr John Okoro",
            "The Speaker",
            "Rosa Hill",
        ],
        [
            "I am grateful to the hon. Member for raising point {number}, which many of us heard on the doorstep.",
            "We will see what the review says of depot {number} when it reports to the House.",
            "The previous administration promised {number} stations and closed every one of them.",
            "We will build 1,{small:03} homes beside line {number}, and the first of them this year.",
            "Will the Minister tell the House when platform {number} will at last be reopened?",
            "I will give way to my hon. Friend, who has waited through {number} interventions.",
            "The Northmoor Transport Authority told the committee that train {number} was late again.",
            "Our department will publish {number} timetables by the end of June 2027.",
            "That was the position in 2019, as paragraph {number} of the report makes plain.",
        ],
        label="{speaker}: {words}",
    )
