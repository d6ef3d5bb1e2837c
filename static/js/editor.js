// The editor of bodies. It stands in for a textarea, writes into it what is stored, and leaves it alone where it could
// not keep all that is in it. Without this file the textarea is edited as HTML.

import { Editor, pm } from "django-prose-editor/editor";
import { barOf, cardNode, Cards, embedNode, galleryNode, Moving, Providers, PULL_QUOTE } from "newsroom/editor-blocks";
import { figureNode, Library } from "newsroom/editor-figure";
import { countOf, Find, findBar, folding } from "newsroom/editor-find";
import { Hints, hintsPanel } from "newsroom/editor-hints";
import { editLink } from "newsroom/editor-link";
import { isSafeAddress, isWhole, SCHEMA, toHTML } from "newsroom/editor-nodes";
import { editNote, noteNode } from "newsroom/editor-note";
import { button, make } from "newsroom/editor-parts";
import { cleanPaste, cleanText } from "newsroom/editor-paste";
import { showShortcuts } from "newsroom/editor-shortcuts";

const gettext = window.gettext ?? ((text) => text);

function start(textarea) {
  const label = document.querySelector(`label[for="${textarea.id}"]`)?.textContent.trim() ?? "";
  const frame = make("div", { className: "editor", lang: textarea.lang, dir: textarea.dir });
  const area = make("div", { className: "editor-area" });
  const bar = make("div", { className: "editor-bar", role: "toolbar", ariaLabel: `${gettext("Text tools")} ${label}` });
  const tableBar = make("div", { className: "editor-bar editor-table-bar", role: "toolbar", ariaLabel: gettext("Table"), hidden: true });
  // Tools follow the page, the text its own language.
  bar.dir = tableBar.dir = document.documentElement.dir;
  bar.lang = tableBar.lang = document.documentElement.lang;
  textarea.before(frame);
  const count = make("p", { className: "editor-count", lang: bar.lang, dir: bar.dir });
  const bars = make("div", { className: "editor-bars" }, [bar, tableBar]);
  frame.append(bars, area, textarea, count);

  const { dataset } = textarea;
  const library = new Library(dataset.library, dataset.addPicture);
  const cards = new Cards(dataset.cards, textarea.lang);
  const providers = new Providers(JSON.parse(dataset.embeds));
  let stored = textarea.value;
  let held;

  const editor = new Editor({
    element: area,
    injectCSS: false, // css/editor.css has it; a style in the page would need leave of the policy
    enablePasteRules: false,
    extensions: [
      ...SCHEMA, noteNode({ lang: textarea.lang, dir: textarea.dir }), figureNode(library), galleryNode(library),
      embedNode(providers), cardNode(cards), ...PULL_QUOTE, Moving, Find, Hints,
    ],
    content: stored,
    editorProps: {
      attributes: {
        class: "editor-text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        lang: textarea.lang,
        dir: textarea.dir,
      },
      transformPastedHTML: (html) => cleanPaste(html, textarea.dir, providers),
      transformPastedText: cleanText,
      handlePaste: (_view, event) => pasteAddress(event),
      handleKeyDown: (_view, event) => {
        const key = event.ctrlKey || event.metaKey ? event.code : event.altKey ? `Alt ${event.key}` : "";
        const press = {
          KeyK: () => editLink(editor),
          KeyF: () => finder.open(),
          Slash: () => showShortcuts().then(() => editor.commands.focus()),
          "Alt F10": () => (barOf(editor) ?? bar).querySelector("button:not([tabindex='-1'])").focus(),
        }[event.shiftKey ? "" : key];
        if (!press) return false;
        event.preventDefault();
        press();
        return true;
      },
    },
    onUpdate: write,
    onTransaction: ({ transaction }) => {
      if (transaction.docChanged) tally();
      show();
    },
  });
  const finder = findBar(editor, folding(JSON.parse(dataset.folded)));
  const hints = textarea.dir === "rtl" ? hintsPanel(editor, dataset.style) : null;
  for (const each of [finder, hints]) {
    if (!each) continue;
    Object.assign(each.element, { lang: bar.lang, dir: bar.dir });
    if (each === finder) bars.append(each.element);
    else count.after(each.element);
  }
  frame.addEventListener("keydown", (event) => {
    if (!event.target.closest(".editor-figure-bar, .editor-bar")) return;
    if (event.key === "Escape") editor.view.focus();
    else if (event.altKey && event.key === "F10") bar.querySelector("[tabindex='0']").focus();
    else return;
    event.preventDefault();
  });

  function begin() {
    held = toHTML(editor);
    // In words: were a card selected that comes first, the first click elsewhere would be lost.
    const words = pm.state.Selection.findFrom(editor.state.doc.resolve(0), 1, true);
    if (words) editor.view.dispatch(editor.state.tr.setSelection(words));
  }

  function tally() {
    count.textContent = countOf(editor.state.doc, Number(dataset.pace));
  }
  tally();

  function write() {
    const now = toHTML(editor);
    // Text that nobody changed stays as it was stored, in whatever way it was written.
    textarea.value = now === held ? stored : now;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** An address pasted over words links them; alone on its line one of a provider becomes a card. */
  function pasteAddress(event) {
    const address = event.clipboardData?.getData("text/plain").trim() ?? "";
    const { empty, $from } = editor.state.selection;
    if (empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size) {
      const found = providers.find(address);
      return Boolean(found) && editor.commands.insertEmbed(found.url);
    }
    if (empty || !/^https?:\/\/\S+$/.test(address) || !isSafeAddress(address)) return false;
    return editor.chain().setMark("link", { href: address }).run();
  }

  const is = (...what) => () => editor.isActive(...what);
  /** Ask for something, and put it in. */
  const put = (ask, command) => async () => {
    const chosen = await ask();
    if (chosen) command(chosen, editor.chain()).focus().run();
    else editor.commands.focus();
  };
  const run = (command) => () => command(editor.chain().focus()).run();
  const turn = (direction) => () => {
    const given = editor.isActive({ dir: direction }) || direction === textarea.dir ? null : direction;
    let chain = editor.chain().focus();
    for (const name of ["paragraph", "heading"]) chain = chain.updateAttributes(name, { dir: given });
    chain.run();
  };
  const directions = textarea.dir === "rtl" ? ["rtl", "ltr"] : ["ltr", "rtl"];
  const DIRECTIONS = { ltr: gettext("Paragraph from left to right"), rtl: gettext("Paragraph from right to left") };

  // [sign, title, what it does, is it on?, can it be done?]
  const TOOLS = [
    [
      ["H2", gettext("Heading"), run((chain) => chain.toggleHeading({ level: 2 })), is("heading", { level: 2 })],
      ["H3", gettext("Smaller heading"), run((chain) => chain.toggleHeading({ level: 3 })), is("heading", { level: 3 })],
    ],
    [
      ["bold", gettext("Bold"), run((chain) => chain.toggleMark("strong")), is("strong")],
      ["italic", gettext("Emphasis"), run((chain) => chain.toggleMark("em")), is("em")],
      ["link", gettext("Link"), () => editLink(editor), is("link")],
      ["note", gettext("Source in a note"), () => editNote(editor)],
    ],
    [
      ["bullets", gettext("List"), run((chain) => chain.toggleBulletList()), is("bulletList")],
      ["numbers", gettext("Numbered list"), run((chain) => chain.toggleOrderedList()), is("orderedList")],
      ["quote", gettext("Quotation"), run((chain) => chain.toggleBlockquote()), is("blockquote")],
      ["pull", gettext("Pull quote"), run((chain) => chain.insertPullQuote()), is("pullQuote"), () => !editor.isActive("pullQuote")],
    ],
    [
      ["picture", gettext("Picture from the library"), put(() => library.choose(), ([{ id }], chain) => chain.insertFigure(id)), is("figure")],
      ["gallery", gettext("Picture gallery"), put(() => library.choose(true), (chosen, chain) => chain.insertGallery(chosen)), is("gallery")],
      ["embed", gettext("Video, post or recording"), put(() => providers.ask(), (url, chain) => chain.insertEmbed(url)), is("embed")],
      ["card", gettext("Card of an article"), put(() => cards.choose(), ({ id }, chain) => chain.insertCard(id)), is("card")],
      ["table", gettext("Table"), run((chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true })), is("table"), () => !editor.isActive("table")],
      ["line", gettext("Dividing line"), run((chain) => chain.setHorizontalRule())],
    ],
    [
      ...directions.map((each) => [each, DIRECTIONS[each], turn(each), () => current() === each]),
      ["isolate", gettext("Latin words inside the line"), run((chain) => chain.toggleMark("bdi", { dir: "ltr" })), is("bdi")],
    ],
    [
      ["find", gettext("Find and replace"), () => finder.open()],
      ...(hints ? [["style", gettext("House style"), () => hints.open()]] : []),
      ["keys", gettext("Keys of the editor"), showShortcuts],
    ],
    [
      ["undo", gettext("Undo"), run((chain) => chain.undo()), null, () => editor.can().undo()],
      ["redo", gettext("Redo"), run((chain) => chain.redo()), null, () => editor.can().redo()],
      ["source", gettext("HTML"), toSource, () => !textarea.hidden, () => true],
    ],
  ];
  const TABLE_TOOLS = [
    [
      [gettext("Row after"), gettext("Add a row after this one"), run((chain) => chain.addRowAfter())],
      [gettext("Delete row"), gettext("Delete this row"), run((chain) => chain.deleteRow())],
    ],
    [
      [gettext("Column after"), gettext("Add a column after this one"), run((chain) => chain.addColumnAfter())],
      [gettext("Delete column"), gettext("Delete this column"), run((chain) => chain.deleteColumn())],
    ],
    [
      [gettext("Header"), gettext("Turn cells into headers and back"), run((chain) => chain.toggleHeaderCell()), is("tableHeader")],
      [gettext("Delete table"), gettext("Delete the whole table"), run((chain) => chain.deleteTable())],
    ],
  ];

  function current() {
    const { $from } = editor.state.selection;
    return $from.parent.attrs.dir ?? textarea.dir;
  }

  function toSource() {
    const isSource = textarea.hidden;
    if (!isSource) {
      stored = textarea.value;
      editor.commands.setContent(stored, { emitUpdate: false });
      begin();
    }
    area.hidden = isSource;
    textarea.hidden = !isSource;
    count.hidden = isSource;
    show();
    if (isSource) textarea.focus();
    else editor.commands.focus();
  }

  const buttons = [...fill(bar, TOOLS), ...fill(tableBar, TABLE_TOOLS)];
  begin();

  function show() {
    if (!buttons) return;
    const isSource = !textarea.hidden;
    tableBar.hidden = isSource || !editor.isActive("table");
    for (const { element, isOn, can } of buttons) {
      if (isOn) element.setAttribute("aria-pressed", isOn());
      const possible = element.dataset.name === "source" || (!isSource && (!can || can()));
      // Not `disabled`, which would take the focus away from under a finger.
      element.setAttribute("aria-disabled", !possible);
    }
  }

  if (isWhole(stored, held)) {
    textarea.hidden = true;
  } else {
    const open = make("button", { type: "button", textContent: gettext("Open it in the editor anyway") });
    const note = make("p", { className: "editor-note", lang: bar.lang, dir: bar.dir }, [
      gettext("This text holds HTML the editor does not know, so it is shown as it is."), " ", open,
    ]);
    open.addEventListener("click", () => {
      note.remove();
      bar.hidden = false;
      toSource();
    });
    frame.prepend(note);
    bar.hidden = area.hidden = true;
  }
  document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", (event) => {
    if (!textarea.hidden) return;
    event.preventDefault();
    editor.commands.focus();
  });
  show();
  textarea.editor = editor; // for tests
}

/** Fill a toolbar with groups of tools; arrow keys go from one to the next. Returns [{element, isOn, can}]. */
function fill(bar, groups) {
  const buttons = [];
  for (const group of groups) {
    const holder = make("div", { className: "editor-group" });
    for (const [sign, title, press, isOn, can] of group) {
      const element = button(sign, title, () => {
        if (element.getAttribute("aria-disabled") !== "true") press();
      });
      element.tabIndex = buttons.length ? -1 : 0;
      buttons.push({ element, isOn, can });
      holder.append(element);
    }
    bar.append(holder);
  }
  bar.addEventListener("keydown", (event) => {
    const elements = buttons.map(({ element }) => element);
    const at = elements.indexOf(document.activeElement);
    const onward = bar.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const step = { [onward]: 1, [onward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft"]: -1 }[event.key];
    const to = { Home: 0, End: elements.length - 1 }[event.key] ?? (step && (at + step + elements.length) % elements.length);
    if (to === undefined || at < 0) return;
    event.preventDefault();
    for (const element of elements) element.tabIndex = -1;
    elements[to].tabIndex = 0;
    elements[to].focus();
  });
  return buttons;
}

for (const textarea of document.querySelectorAll("textarea[data-body-editor]")) start(textarea);
