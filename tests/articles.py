"""Articles to draft briefings from."""

from __future__ import annotations

from sites import REPOSITORY

SEED = REPOSITORY / "briefs/sources/embajada-cortafuegos.txt"
"""What the flagship was written from."""

NOTA = """\
NOTA DE PRENSA

El Ayuntamiento de Villalta renovará 12 kilómetros de tuberías antes de fin de 2027

Villalta, 3 de marzo de 2026.– La alcaldesa, Rosa Quintanar, presentó hoy el Plan de Aguas Limpias (PAL). «No podemos seguir perdiendo un tercio del agua», afirmó Quintanar durante el acto. «Lo haremos barrio por barrio».

Según el concejal de Obras, Tomás Iriarte, «las zanjas durarán lo justo».

El plan incluye:
- la sustitución de las tuberías;
- tres depósitos nuevos.

La última reforma de la red fue en mayo de 1998. La Asociación de Vecinos de Villalta (AVV) dijo que «llega tarde y mal».
"""

NOTICE = """\
Northmoor opens first rail depot in forty years

LEEDS HOLLOW, September 5, 2024 — The Northmoor Transport Authority (NTA) opened a depot for 40 trains. "We said we'd build it and we have," said Dame Ursula Pell, the authority's chair. "It is early."

The NTA will run 12 trains an hour by 31 December 2025. It plans to hire 1,300 drivers by the end of June 2026.

'This isn't the end of it,' John Okoro told reporters. “Nine metres,” the mayor added. Officials said two depots would close.
"""

HTML = """<!doctype html><html><head><title>x</title><script>var a = "no";</script></head>
<body><nav>Inicio</nav><article><h1>Se abre el <em>puente</em></h1>
<p>El alcalde, 3&nbsp;de mayo de 2024:<br>«Es un gran día para todos».</p><ul><li>Uno.<li>Dos.</ul>
<aside>Publicidad</aside></article><footer>Aviso legal</footer></body></html>"""
WORDS = "Se abre el puente\n\nEl alcalde, 3\u00a0de mayo de 2024: «Es un gran día para todos».\n\nUno.\n\nDos.\n"
"""The words of the page above."""
