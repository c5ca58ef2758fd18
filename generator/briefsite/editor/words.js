// The words of the editor, in the languages of authors.

const WORDS = {
  es: {
    files: "Archivo…", undo: "Deshacer", redo: "Rehacer", save: "Guardar", saved: "Guardado", unsaved: "Sin guardar",
    source: "Fuente", write: "Escribir", page: "Página", form: "Formulario", yaml: "YAML", close: "Cerrar", cancel: "Cancelar",
    noSource: "Este archivo no cita ninguna fuente todavía.", chooseSource: "Fuente que se muestra",
    cited: (n, of) => `${n} de ${of} frases citadas`, citedBy: "Ir a lo que cita estas palabras", others: (n) => `Citado también en ${n === 1 ? "otro informe" : `otros ${n} informes`}`,
    selectHint: "Seleccione palabras para hacer de ellas una entrada. Con el teclado: flechas arriba y abajo eligen frases, con mayúsculas varias; Intro abre el menú.",
    sourceText: "Texto de la fuente", selected: "Con lo seleccionado",
    key_points: "Punto clave", quotes: "Cita", commitments: "Compromiso", updates: "Actualización de…", claims: "Afirmación", timeline: "Cronología", objectives: "Objetivo", evidence: "Prueba de lo que edito",
    whichCommitment: "¿De qué compromiso?", noCommitment: "No hay compromisos abiertos en el archivo.",
    added: (what) => `Añadido: ${what}`, pageOf: (n) => `p. ${n}`, picture: (n) => `Página ${n} del documento`, showPicture: "Ver la página del documento",
    findings: (e, w) => e + w === 0 ? "Nada que señalar" : [e && (e === 1 ? "1 error" : `${e} errores`), w && (w === 1 ? "1 aviso" : `${w} avisos`)].filter(Boolean).join(", "),
    line: (n) => `Línea ${n}`, error: "error", warning: "aviso", notice: "nota", explain: "Qué significa",
    stale: "La página muestra lo último que pudo mostrarse.", building: "Se están preparando las páginas…", noPage: "Este archivo no tiene página propia.",
    notYaml: "El YAML no se puede leer así, y el formulario espera a que se pueda.", pageFrame: "La página, como la verán los lectores",
    add: "Añadir", addEntry: (what) => `Añadir: ${what}`, remove: "Quitar", up: "Subir", down: "Bajar", more: "Más campos", required: "obligatorio", choose: "—", yes: "Sí", no: "No",
    fromSource: "Tomar lo seleccionado en la fuente", nothingSelected: "Seleccione antes unas palabras en la fuente.", entry: (n) => `Entrada ${n}`, name: "Nombre", value: "Valor",
    briefings: "Informes", entities: "Entidades", sources: "Fuentes", search: "Buscar un archivo", new: "Nuevo", fromArticle: "Desde un artículo…", drop: "o suéltelo aquí: texto, PDF, Word, HTML, correo, subtítulos…", empty: "Informe vacío", titleOf: "Título del informe",
    working_now: "Un momento…", drafting: "Se archiva el artículo y se redacta el borrador…", uncited: (n) => n === 1 ? "queda 1 frase sin citar" : `quedan ${n} frases sin citar`, draft: "borrador", withdrawn: "retirado", published: "publicado", agenda: "Agenda", follow: "Qué retoma esta fuente", nothing: "No hay nada pendiente.",
    publish: "Publicar", publishHelp: "Anota en el registro lo que está publicado. Desde entonces, ningún cambio pasa en silencio.", sinceCommit: "Cambios desde la última confirmación", noChanges: "Ninguno.", toType: "Para guardarlos en el repositorio, escriba en la terminal:", commitMessage: "Qué cambia y por qué",
    keptHere: "Hay un texto que se escribió y no se guardó.", recover: "Recuperarlo", discard: "Descartarlo", kept: "sin guardar",
    changedOutside: "El archivo cambió fuera de esta página.", both: "Ver los dos", reloaded: "El archivo cambió fuera de esta página, y aquí se ve como está ahora.", conflict: "El archivo dice ahora otra cosa. No se ha sobrescrito nada.", onDisk: "En el disco", here: "Aquí", keepMine: "Guardar lo de aquí", takeTheirs: "Tomar lo del disco",
    failed: "No se pudo:", lost: "El programa se ha cerrado. Lo último que escribió está solo en esta página: cópielo antes de cerrarla.", reading: "Se lee el archivo…", open: "Abrir", noFile: "Elija un archivo para empezar.",
    parts: "Partes", datePattern: "AAAA-MM-DD", figure: "Cifra", working: "Operación", removed: "Quitado. «Deshacer» lo devuelve.", show: "Verlo", copy: "Copiar lo escrito", twice: "Este archivo está abierto en otra pestaña; siga allí, o ciérrela.", gone: "Borrado fuera", deleted: "El archivo se borró fuera de esta página. Lo escrito sigue aquí.", makeAgain: "Volver a crearlo", typed: "Lo que escribió", savedWith: (n) => `Guardado, con ${n === 1 ? "1 error" : `${n} errores`}: así no se puede publicar.`, back: "Volver a este archivo", toCiting: "Ir a lo que lo cita", noneFound: "Nada con ese nombre.", translations: "Traducciones", drafted: "El borrador está hecho. Léalo entero: todo texto es de la fuente.",
  },
  en: {
    files: "File…", undo: "Undo", redo: "Redo", save: "Save", saved: "Saved", unsaved: "Not saved",
    source: "Source", write: "Write", page: "Page", form: "Form", yaml: "YAML", close: "Close", cancel: "Cancel",
    noSource: "This file cites no source yet.", chooseSource: "The source shown",
    cited: (n, of) => `${n} of ${of} sentences cited`, citedBy: "Go to what cites these words", others: (n) => `Also cited in ${n === 1 ? "another briefing" : `${n} other briefings`}`,
    selectHint: "Select words to make an entry of them. By keyboard: the up and down arrows choose sentences, with Shift several; Enter opens the menu.",
    sourceText: "Text of the source", selected: "With what is selected",
    key_points: "Key point", quotes: "Quotation", commitments: "Commitment", updates: "Update of…", claims: "Claim", timeline: "Timeline", objectives: "Objective", evidence: "Evidence of what I edit",
    whichCommitment: "Of which commitment?", noCommitment: "There are no open commitments in the archive.",
    added: (what) => `Added: ${what}`, pageOf: (n) => `p. ${n}`, picture: (n) => `Page ${n} of the document`, showPicture: "Show the page of the document",
    findings: (e, w) => e + w === 0 ? "Nothing to point out" : [e && (e === 1 ? "1 error" : `${e} errors`), w && (w === 1 ? "1 warning" : `${w} warnings`)].filter(Boolean).join(", "),
    line: (n) => `Line ${n}`, error: "error", warning: "warning", notice: "note", explain: "What it means",
    stale: "The page shows the last that could be shown.", building: "The pages are being prepared…", noPage: "This file has no page of its own.",
    notYaml: "The YAML cannot be read as it is; the form waits until it can.", pageFrame: "The page, as readers will see it",
    add: "Add", addEntry: (what) => `Add: ${what}`, remove: "Remove", up: "Move up", down: "Move down", more: "More fields", required: "required", choose: "—", yes: "Yes", no: "No",
    fromSource: "Take what is selected in the source", nothingSelected: "First select some words in the source.", entry: (n) => `Entry ${n}`, name: "Name", value: "Value",
    briefings: "Briefings", entities: "Entities", sources: "Sources", search: "Find a file", new: "New", fromArticle: "From an article…", drop: "or drop it here: text, PDF, Word, HTML, mail, subtitles…", empty: "Empty briefing", titleOf: "Title of the briefing",
    working_now: "One moment…", drafting: "The article is being archived, and a draft written…", uncited: (n) => n === 1 ? "1 sentence is not cited" : `${n} sentences are not cited`, draft: "draft", withdrawn: "withdrawn", published: "published", agenda: "Agenda", follow: "What this source takes up", nothing: "There is nothing to see to.",
    publish: "Publish", publishHelp: "Notes in the register what is published. From then on, no change passes in silence.", sinceCommit: "Changes since the last commit", noChanges: "None.", toType: "To keep them in the repository, type in the terminal:", commitMessage: "What changes, and why",
    keptHere: "There is a text that was typed and not saved.", recover: "Recover it", discard: "Discard it", kept: "not saved",
    changedOutside: "The file changed outside of this page.", both: "Show both", reloaded: "The file changed outside of this page, and is shown here as it is now.", conflict: "The file says something else now. Nothing was overwritten.", onDisk: "On the disk", here: "Here", keepMine: "Save what is here", takeTheirs: "Take what is on the disk",
    failed: "It could not be done:", lost: "The program has ended. What you typed last is in this page alone: copy it before you close it.", reading: "The archive is being read…", open: "Open", noFile: "Choose a file to begin.",
    parts: "Parts", datePattern: "YYYY-MM-DD", figure: "Figure", working: "Working", removed: "Removed. “Undo” brings it back.", show: "Show it", copy: "Copy what was typed", twice: "This file is open in another tab; go on there, or close it.", gone: "Deleted outside", deleted: "The file was deleted outside of this page. What was typed is still here.", makeAgain: "Make it again", typed: "What you typed", savedWith: (n) => `Saved, with ${n === 1 ? "1 error" : `${n} errors`}: it cannot be published like this.`, back: "Back to this file", toCiting: "Go to what cites it", noneFound: "Nothing of that name.", translations: "Translations", drafted: "The draft is made. Read all of it: every text is of the source.",
  },
};

// What CodeMirror and its libraries say, in Spanish.
export const PHRASES = {
  es: {
    Diagnostics: "Hallazgos", "No diagnostics": "Sin hallazgos", close: "cerrar", "Control character": "Carácter de control", Completions: "Sugerencias", "Selection deleted": "Selección borrada",
    "folded code": "líneas plegadas", unfold: "desplegar", to: "a", "Folded lines": "Líneas plegadas", "Unfolded lines": "Líneas desplegadas", "Fold line": "Plegar", "Unfold line": "Desplegar",
    Find: "Buscar", Replace: "Sustituir", next: "siguiente", previous: "anterior", all: "todo", "match case": "mayúsculas", regexp: "expresión regular", "by word": "palabra entera", replace: "sustituir", "replace all": "sustituir todo", "current match": "resultado actual", "on line": "en la línea", "replaced match on line $": "sustituido en la línea $", "replaced $ matches": "$ sustituciones", "Go to line": "Ir a la línea", go: "ir",
  },
  en: {},
};

export const setup = JSON.parse(document.getElementById("setup").textContent);
export const words = WORDS[setup.lang] ?? WORDS.en;
