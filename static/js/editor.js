// The editor of bodies. It stands in for a textarea, writes into it what is stored, and leaves it alone where it could
// not keep all that is in it. Without this file the textarea is edited as HTML.

import { Editor } from "django-prose-editor/editor";
import { figureNode, Library } from "newsroom/editor-figure";
import { isSafeAddress, isWhole, SCHEMA, toHTML } from "newsroom/editor-nodes";
import { button, dialog, make } from "newsroom/editor-parts";
import { cleanPaste, cleanText } from "newsroom/editor-paste";

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
  frame.append(make("div", { className: "editor-bars" }, [bar, tableBar]), area, textarea);

  const library = new Library(textarea.dataset.library, textarea.dataset.addPicture);
  let stored = textarea.value;
  let held;

  const editor = new Editor({
    element: area,
    injectCSS: false, // css/editor.css has it; a style in the page would need leave of the policy
    enablePasteRules: false,
    extensions: [...SCHEMA, figureNode(library)],
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
      transformPastedHTML: (html) => cleanPaste(html, textarea.dir),
      transformPastedText: cleanText,
      handlePaste: (_view, event) => pasteAddress(event),
      handleKeyDown: (_view, event) => {
        if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
          event.preventDefault();
          editLink();
          return true;
        }
        if (event.altKey && event.key === "F10") {
          bar.querySelector("[tabindex='0']").focus();
          return true;
        }
        return false;
      },
    },
    onUpdate: write,
    onTransaction: show,
  });
  held = toHTML(editor);

  function write() {
    const now = toHTML(editor);
    // Text that nobody changed stays as it was stored, in whatever way it was written.
    textarea.value = now === held ? stored : now;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** An address pasted over words links them. */
  function pasteAddress(event) {
    const address = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (editor.state.selection.empty || !/^https?:\/\/\S+$/.test(address) || !isSafeAddress(address)) return false;
    return editor.chain().setMark("link", { href: address }).run();
  }

  async function editLink() {
    const isLink = editor.isActive("link");
    if (editor.state.selection.empty && !isLink) {
      // The word at the cursor.
      const { $from } = editor.state.selection;
      const text = $from.parent.textBetween(0, $from.parent.content.size, undefined, "\ufffc");
      const before = text.slice(0, $from.parentOffset).match(/[^\s\ufffc]*$/)[0].length;
      const after = text.slice($from.parentOffset).match(/^[^\s\ufffc]*/)[0].length;
      editor.commands.setTextSelection({ from: $from.pos - before, to: $from.pos + after });
    }
    if (editor.state.selection.empty && !isLink) return;
    const address = await askAddress(editor.getAttributes("link").href ?? "");
    const chain = editor.chain().focus().extendMarkRange("link");
    if (address === "") chain.unsetMark("link").run();
    else if (address) chain.setMark("link", { href: address }).run();
    else editor.commands.focus();
  }

  const is = (...what) => () => editor.isActive(...what);
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
      ["link", gettext("Link"), editLink, is("link")],
    ],
    [
      ["bullets", gettext("List"), run((chain) => chain.toggleBulletList()), is("bulletList")],
      ["numbers", gettext("Numbered list"), run((chain) => chain.toggleOrderedList()), is("orderedList")],
      ["quote", gettext("Quotation"), run((chain) => chain.toggleBlockquote()), is("blockquote")],
    ],
    [
      ["picture", gettext("Picture from the library"), insertPicture, is("figure")],
      ["table", gettext("Table"), run((chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true })), is("table"), () => !editor.isActive("table")],
      ["line", gettext("Dividing line"), run((chain) => chain.setHorizontalRule())],
    ],
    [
      ...directions.map((each) => [each, DIRECTIONS[each], turn(each), () => current() === each]),
      ["isolate", gettext("Latin words inside the line"), run((chain) => chain.toggleMark("bdi", { dir: "ltr" })), is("bdi")],
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

  async function insertPicture() {
    const picture = await library.choose();
    if (picture) editor.chain().insertFigure(picture.id).focus().run();
    else editor.commands.focus();
  }

  function toSource() {
    const isSource = textarea.hidden;
    if (!isSource) {
      stored = textarea.value;
      editor.commands.setContent(stored, { emitUpdate: false });
      held = toHTML(editor);
    }
    area.hidden = isSource;
    textarea.hidden = !isSource;
    show();
    if (isSource) textarea.focus();
    else editor.commands.focus();
  }

  const buttons = [...fill(bar, TOOLS), ...fill(tableBar, TABLE_TOOLS)];

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

/** Ask for the address of a link: "" to unlink, null when nothing shall change. */
function askAddress(address) {
  const field = make("input", { type: "text", dir: "ltr", value: address, autocomplete: "off", inputMode: "url", ariaLabel: gettext("Address") });
  const fault = make("p", { className: "editor-fault", role: "alert" });
  const save = make("button", { type: "submit", className: "editor-main", textContent: gettext("Link") });
  const unlink = make("button", { type: "button", textContent: gettext("Remove the link"), hidden: !address });
  const form = make("form", { noValidate: true }, [
    make("p", { textContent: gettext("A web address, an e-mail address, or a path of this site such as /economy/") }),
    field,
    fault,
    make("div", { className: "editor-dialog-buttons" }, [save, unlink]),
  ]);
  const { result, close } = dialog(gettext("Link"), [form]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    let given = field.value.trim();
    if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(given)) given = `mailto:${given}`;
    else if (/^[^\s/:#?]+\.[^\s/:#?]{2,}([/?#]\S*)?$/.test(given)) given = `https://${given}`;
    if (isSafeAddress(given)) close(given);
    else fault.textContent = gettext("This is no address of a page: write it like https://example.com/ or /economy/");
  });
  unlink.addEventListener("click", () => close(""));
  field.focus();
  field.select();
  return result;
}

for (const textarea of document.querySelectorAll("textarea[data-body-editor]")) start(textarea);
