// What a body may hold, as the editor's schema, and the way back to the HTML that is stored.
//
// articles/body.py says what may be stored; everything it allows has its node, mark or attribute here, so that opening
// a text and saving it changes nothing.

import {
  Blockquote,
  BulletList,
  Document,
  Dropcursor,
  Extension,
  Gapcursor,
  HardBreak,
  Heading,
  HorizontalRule,
  ListItem,
  Mark,
  Node,
  OrderedList,
  Paragraph,
  pm,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  TrailingNode,
  UndoRedo,
  wrappingInputRule,
} from "django-prose-editor/editor";

/** Attributes that are kept as they are written. */
function kept(...names) {
  const attribute = (name) => ({
    default: null,
    parseHTML: (element) => element.getAttribute(name),
    renderHTML: (attributes) => (attributes[name] === null ? {} : { [name]: attributes[name] }),
  });
  return Object.fromEntries(names.map((name) => [name, attribute(name)]));
}

/** A mark that is one element of HTML. */
function mark(name, tag, { key, attributes = [], ...config } = {}) {
  return Mark.create({
    name,
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
    addAttributes: () => kept(...attributes),
    addKeyboardShortcuts() {
      return key ? { [key]: () => this.editor.commands.toggleMark(this.name) } : {};
    },
    ...config,
  });
}

/** May a link lead there? http, https, mailto, tel, a place on this page or a path of this site. */
export function isSafeAddress(address) {
  if (/[\x00-\x20\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(address)) return false;
  return /^(https?:\/\/|mailto:|tel:|#|\/(?![/\\]))/i.test(address);
}

const MARKS = [
  mark("link", "a", {
    attributes: ["href", "hreflang", "title"],
    inclusive: false,
    parseHTML: () => [
      { tag: "a[href]", getAttrs: (element) => (isSafeAddress(element.getAttribute("href").trim()) ? null : false) },
    ],
  }),
  mark("strong", "strong", { key: "Mod-b", parseHTML: () => [{ tag: "strong" }, { tag: "b" }] }),
  mark("em", "em", { key: "Mod-i", parseHTML: () => [{ tag: "em" }, { tag: "i" }] }),
  mark("s", "s", { parseHTML: () => [{ tag: "s" }, { tag: "del" }, { tag: "strike" }] }),
  mark("sub", "sub"),
  mark("sup", "sup"),
  mark("cite", "cite", { parseHTML: () => [{ tag: "cite:not([data-note])" }] }),
  mark("q", "q"),
  mark("code", "code"),
  mark("bdi", "bdi", { attributes: ["translate"] }),
];

// Whether the text of an item, cell or quotation stands in paragraphs of its own or directly inside; `data-loose` is for
// `toHTML` alone.
const loose = (byDefault) => ({
  loose: {
    default: byDefault,
    parseHTML: (element) => {
      const first = [...element.childNodes].find((node) => node.nodeType === 1 || node.textContent.trim());
      return first ? first.localName === "p" : byDefault;
    },
    renderHTML: (attributes) => (attributes.loose ? { "data-loose": "" } : {}),
  },
});

const spans = () => ({
  colspan: { default: 1, renderHTML: ({ colspan }) => (colspan > 1 ? { colspan } : {}) },
  rowspan: { default: 1, renderHTML: ({ rowspan }) => (rowspan > 1 ? { rowspan } : {}) },
  colwidth: { default: null, parseHTML: () => null, rendered: false },
});

const Preformatted = Node.create({
  name: "pre",
  group: "block",
  content: "text*",
  marks: "_",
  code: true,
  defining: true,
  parseHTML: () => [{ tag: "pre", preserveWhitespace: "full" }],
  renderHTML: ({ HTMLAttributes }) => ["pre", HTMLAttributes, 0],
});

const NODES = [
  Document,
  Text,
  Paragraph,
  HardBreak,
  HorizontalRule,
  Preformatted,
  Heading.extend({
    parseHTML: () => ["h1", "h2", "h3", "h4", "h5", "h6"].map((tag, place) => ({
      tag,
      attrs: { level: Math.min(Math.max(place + 1, 2), 4) },
    })),
  }).configure({ levels: [2, 3, 4] }),
  Blockquote.extend({ addAttributes: () => loose(true) }),
  BulletList,
  OrderedList.extend({
    addAttributes: () => kept("start", "reversed"),
    addNodeView: null,
    addKeyboardShortcuts: () => ({}),
    addInputRules() {
      return [wrappingInputRule({ find: /^\s*[1١][.)-]\s$/, type: this.type })];
    },
  }),
  ListItem.extend({ addAttributes: () => loose(false) }),
  Table.extend({
    // The caption is kept as it is: a table of the editor is rows alone.
    parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
    addAttributes: () => ({
      caption: {
        default: null,
        parseHTML: (element) => element.querySelector("caption")?.innerHTML ?? null,
        renderHTML: ({ caption }) => (caption === null ? {} : { "data-caption": caption }),
      },
    }),
  }).configure({ resizable: false }),
  TableRow.extend({
    addAttributes: () => ({
      section: {
        default: null,
        parseHTML: (element) => element.parentElement?.localName ?? null,
        renderHTML: ({ section }) => (section === null ? {} : { "data-section": section }),
      },
    }),
  }),
  TableHeader.extend({ addAttributes: () => ({ ...spans(), ...kept("scope"), ...loose(false) }) }),
  TableCell.extend({ addAttributes: () => ({ ...spans(), ...loose(false) }) }),
];

const Language = Extension.create({
  name: "language",
  addGlobalAttributes: () => [
    {
      types: [
        ...NODES.map((node) => node.name).filter((name) => !["doc", "text", "hardBreak"].includes(name)),
        ...MARKS.map((each) => each.name),
      ],
      attributes: kept("dir", "lang"),
    },
  ],
});

/** Everything a body is made of, but for what needs a place to look things up. */
export const SCHEMA = [...NODES, ...MARKS, Language, UndoRedo, Gapcursor, TrailingNode, Dropcursor.configure({ color: false, class: "editor-drop" })];

/** What the words of a note are made of: one line. */
export const NOTE_SCHEMA = [Document.extend({ content: "paragraph" }), Text, Paragraph, ...MARKS, Language, UndoRedo];

const EMPTY_GOES = "p, h2, h3, h4, li, ul, ol, blockquote, pre, figcaption, strong, em, s, sub, sup, cite, q, code, bdi, a";

/** The document as it is stored: HTML that articles/body.py leaves unchanged. */
export function toHTML(editor) {
  const holder = document.implementation.createHTMLDocument().createElement("div");
  const serializer = pm.model.DOMSerializer.fromSchema(editor.schema);
  holder.append(serializer.serializeFragment(editor.state.doc.content, { document: holder.ownerDocument }));
  for (const block of holder.querySelectorAll("p, h2, h3, h4, figcaption")) trim(block);
  for (const table of holder.querySelectorAll("table")) dressTable(table);
  for (const note of holder.querySelectorAll("cite[data-content]")) {
    note.innerHTML = note.dataset.content;
    delete note.dataset.content;
  }
  for (const element of [...holder.querySelectorAll(EMPTY_GOES)].reverse()) {
    if (!element.hasChildNodes()) element.remove();
  }
  for (const figure of holder.querySelectorAll("figure[data-kind]")) if (!figure.hasChildNodes()) figure.remove();
  for (const element of holder.querySelectorAll("li, td, th, blockquote")) {
    if (element.dataset.loose === undefined) tighten(element);
    delete element.dataset.loose;
  }
  return holder.innerHTML;
}

/** No spaces at the ends of a block: nobody sees them. */
function trim(block) {
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const leaves = [];
  while (walker.nextNode()) if (!walker.currentNode.hasChildNodes()) leaves.push(walker.currentNode);
  for (const [leaf, pattern] of [[leaves[0], /^\s+/], [leaves.at(-1), /\s+$/]]) {
    if (leaf?.nodeType !== 3) continue;
    leaf.data = leaf.data.replace(pattern, "");
    if (!leaf.data) leaf.remove();
  }
}

/** The rows of a head in <thead>, the caption as an element. */
function dressTable(table) {
  const make = (name) => table.ownerDocument.createElement(name);
  const body = table.querySelector("tbody");
  const rows = [...body.children];
  const isHead = ({ dataset, children }) => {
    const headers = [...children].filter((cell) => cell.localName === "th").length;
    return dataset.section === "thead" ? headers > 0 : dataset.section === undefined && headers === children.length;
  };
  const end = rows.findIndex((row) => !isHead(row));
  const head = end < 0 ? [] : rows.slice(0, end);
  if (head.length) {
    const thead = make("thead");
    thead.append(...head);
    body.before(thead);
  }
  for (const row of rows) delete row.dataset.section;
  if (table.dataset.caption !== undefined) {
    const caption = make("caption");
    caption.innerHTML = table.dataset.caption;
    table.prepend(caption);
    delete table.dataset.caption;
  }
}

/** The text of a lone paragraph directly inside the element. */
function tighten(element) {
  const [first, ...rest] = element.children;
  if (first?.localName !== "p" || first.attributes.length) return;
  if (rest.every((child) => ["ul", "ol"].includes(child.localName))) first.replaceWith(...first.childNodes);
}

/** Does the editor hold all of a stored text? Its words, elements and attributes are the same before and after. */
export function isWhole(stored, held) {
  const shape = (markup) => {
    const { body } = new DOMParser().parseFromString(markup, "text/html");
    const elements = [...body.querySelectorAll("*")]
      // Wrappers come and go; an empty element says nothing.
      .filter((each) => !["P", "TBODY"].includes(each.tagName) || each.attributes.length)
      .filter((each) => !each.matches(EMPTY_GOES) || each.hasChildNodes())
      .map((each) => each.localName + [...each.attributes].map(({ name, value }) => ` ${name}=${value}`).sort().join(""));
    return body.textContent.replace(/\s+/g, "") + elements.sort().join();
  };
  return shape(stored) === shape(held);
}
