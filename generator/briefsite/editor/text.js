// The text of the file: CodeMirror, with the language server behind it. It is the one truth; the form is a view of it.

import {
  Annotation, EditorSelection, EditorState, EditorView, HighlightStyle, LSPClient, LSPPlugin, Transaction,
  autocompletion, bracketMatching, completionKeymap, defaultKeymap, drawSelection, foldGutter, foldKeymap,
  highlightActiveLine, highlightActiveLineGutter, highlightSelectionMatches, highlightSpecialChars, history,
  historyKeymap, hoverTooltips, indentOnInput, keymap, lineNumbers, lintGutter, lintKeymap, redo, redoDepth,
  searchKeymap, serverCompletion, serverDiagnostics, setDiagnostics, syntaxHighlighting, tags, undo, undoDepth, yaml,
} from "./codemirror.js";
import { PHRASES, setup, words } from "./words.js";

const BY_FORM = Annotation.define();

const look = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: "tok-key" },
  { tag: [tags.string, tags.content], class: "tok-text" },
  { tag: [tags.number, tags.bool, tags.null], class: "tok-number" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], class: "tok-sign" },
]);

// What the server says in Markdown becomes text with its emphasis, and nothing else.
function plain(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("script,style,iframe,img,link,object,embed,form,svg,math").forEach((one) => one.remove());
  page.querySelectorAll("*").forEach((one) => [...one.attributes].forEach((each) => one.removeAttribute(each.name)));
  return page.body.innerHTML;
}

// The view of the text; `on` has `change(text, isByForm)`, `move(line, column)`, `published()` and `follow(location)`.
export function textView(parent, on) {
  let client, uri = "", timer;

  const socket = () => new Promise((resolve, reject) => {
    const opened = new WebSocket(setup.socket), handlers = new Set();
    opened.onmessage = ({ data }) => handlers.forEach((take) => take(data));
    opened.onerror = reject;
    opened.onclose = () => { client?.disconnect(); };
    opened.onopen = () => resolve({
      send: (text) => opened.readyState === WebSocket.OPEN && opened.send(text),
      subscribe: (take) => handlers.add(take), unsubscribe: (take) => handlers.delete(take),
    });
  });
  const connect = async () => {
    client = new LSPClient({
      rootUri: setup.root, timeout: 20000, sanitizeHTML: plain,
      // Findings come with what they are asked for; that there are new ones is what matters here.
      notificationHandlers: { "textDocument/publishDiagnostics": (_, given) => (given.uri === uri && on.published(), true) },
      extensions: [serverDiagnostics(), serverCompletion(), hoverTooltips()],
    });
    try {
      client.connect(await socket());
      await client.initializing;
    } catch {
      client = undefined; // the text can be written all the same
    }
  };
  const connected = connect();

  const definition = (view) => {
    const plugin = LSPPlugin.get(view);
    if (!plugin) return false;
    plugin.client.sync();
    plugin.client.request("textDocument/definition", {
      textDocument: { uri }, position: plugin.toPosition(view.state.selection.main.head),
    }).then((found) => found && on.follow(found.uri, found.range.start.line), () => {});
    return true;
  };
  const extensions = () => [
    EditorView.cspNonce.of(setup.nonce),
    EditorState.phrases.of(PHRASES[setup.lang] ?? {}),
    EditorView.contentAttributes.of({ "aria-label": words.yaml }),
    lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), foldGutter(), drawSelection(),
    indentOnInput(), syntaxHighlighting(look), bracketMatching(), autocompletion(), highlightActiveLine(),
    highlightSelectionMatches(), lintGutter(), EditorView.lineWrapping, yaml(),
    keymap.of([{ key: "F12", run: definition }, ...completionKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...defaultKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) on.change(update.state.doc.toString(), update.transactions.some((one) => one.annotation(BY_FORM)));
      if (update.selectionSet || update.docChanged) {
        clearTimeout(timer);
        timer = setTimeout(() => { const { line, column } = cursor(); on.move(line, column); }, 250);
      }
    }),
    client ? client.plugin(uri, "yaml") : [],
  ];
  const view = new EditorView({ parent, state: EditorState.create({ doc: "", extensions: EditorView.cspNonce.of(setup.nonce) }) });
  const cursor = () => {
    const { head } = view.state.selection.main, line = view.state.doc.lineAt(head);
    return { line: line.number - 1, column: head - line.from };
  };
  const offset = (line, column = 0) => {
    const found = view.state.doc.line(Math.min(Math.max(line + 1, 1), view.state.doc.lines));
    return Math.min(found.from + Math.max(column, 0), found.to);
  };
  const put = (next, annotations) => {
    const old = view.state.doc.toString();
    if (old === next) return;
    let start = 0, end = 0;
    const most = Math.min(old.length, next.length);
    while (start < most && old[start] === next[start]) start++;
    while (end < most - start && old[old.length - 1 - end] === next[next.length - 1 - end]) end++;
    view.dispatch({ changes: { from: start, to: old.length - end, insert: next.slice(start, next.length - end) }, annotations });
  };

  return {
    async open(text, address) {
      await connected;
      uri = address;
      view.setState(EditorState.create({ doc: text, extensions: extensions() }));
    },
    get text() { return view.state.doc.toString(); },
    get cursor() { return cursor(); },
    // Puts another text in the place of this one: a change that can be undone, and touches no more than differs.
    replace: (next) => put(next, [BY_FORM.of(true), Transaction.userEvent.of("input.form")]),
    // What the disk holds now: nothing that the author did.
    reload: (next) => put(next, [Transaction.addToHistory.of(false)]),
    go(line, column = 0, focus = true) {
      const at = offset(line, column);
      view.dispatch({ selection: EditorSelection.cursor(at), effects: EditorView.scrollIntoView(at, { y: "center" }) });
      if (focus) view.focus();
    },
    mark(findings, mend) {
      const shown = findings.map((one) => {
        const from = offset(one.line, one.column), end = view.state.doc.lineAt(from).to;
        return {
          from, to: Math.min(from + Math.max(one.width, 1), end), severity: one.severity === "notice" ? "info" : one.severity, source: one.code,
          message: [one.message, ...one.notes, one.help].filter(Boolean).join("\n"),
          actions: one.fixes.map((fix) => ({ name: fix.title, apply: () => mend(fix) })),
        };
      });
      view.dispatch(setDiagnostics(view.state, shown));
    },
    edit(edits) {
      const changes = edits.map(([start, end, insert]) => ({ from: offset(...start), to: offset(...end), insert }));
      view.dispatch({ changes, annotations: Transaction.userEvent.of("input.fix") });
    },
    undo: () => undo(view), redo: () => redo(view),
    get undoDepth() { return undoDepth(view.state); }, get redoDepth() { return redoDepth(view.state); },
    measure: () => view.requestMeasure(),
  };
}
