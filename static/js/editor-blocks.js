// Blocks of a text that stand for something: galleries, things that stand elsewhere, cards of articles, pull quotes.
// They are put in after the block one is in, moved past their neighbours, and taken out.

import { Extension, Node, pm } from "django-prose-editor/editor";
import { button, dialog, make } from "newsroom/editor-parts";
import { pick, Source } from "newsroom/editor-picker";

const gettext = window.gettext ?? ((text) => text);
const { NodeSelection, TextSelection } = pm.state;

/** Put a block where the cursor is, in place of an empty paragraph or after what it is in; returns its position. */
export function insertBlock(state, tr, node) {
  const { $to } = state.selection;
  const isEmpty = $to.depth === 1 && $to.parent.type.name === "paragraph" && !$to.parent.childCount;
  const from = isEmpty ? $to.before(1) : $to.depth > 0 ? $to.after(1) : state.selection.to;
  tr.replaceWith(from, isEmpty ? $to.after(1) : from, node);
  return from;
}

/** Take out a block; a gallery goes with its last picture. */
export function removeNode(editor, at) {
  const { doc } = editor.state;
  const { parent, depth } = doc.resolve(at);
  const isLast = parent.type.name === "gallery" && parent.childCount === 1;
  const from = isLast ? doc.resolve(at).before(depth) : at;
  editor.chain().deleteRange({ from, to: from + doc.nodeAt(from).nodeSize }).focus().run();
}

/** What moves: a picture of a gallery, or a block of the body. {parent, index, from} or null. */
function unit({ selection }) {
  const { $from, node } = selection;
  for (let depth = $from.depth; depth >= 0; depth--) {
    if (!["doc", "gallery"].includes($from.node(depth).type.name) || (depth === $from.depth && !node)) continue;
    return { parent: $from.node(depth), index: $from.index(depth), from: depth === $from.depth ? $from.pos : $from.before(depth + 1) };
  }
  return null;
}

/** Move what the selection is in past its neighbour: before it (-1) or after it (1). */
const moveBlock = (step) => ({ state, tr, dispatch }) => {
  const found = unit(state);
  const other = found?.parent.maybeChild(found.index + step);
  if (!other) return false;
  const node = found.parent.child(found.index);
  const to = found.from + step * other.nodeSize;
  if (dispatch) {
    const { selection } = state;
    tr.delete(found.from, found.from + node.nodeSize).insert(to, node);
    const moved = (position) => position - found.from + to;
    tr.setSelection(
      selection instanceof NodeSelection
        ? NodeSelection.create(tr.doc, moved(selection.from))
        : TextSelection.create(tr.doc, moved(selection.anchor), Math.min(moved(selection.head), to + node.nodeSize - 1)),
    ).scrollIntoView();
  }
  return true;
};

export const Moving = Extension.create({
  name: "moving",
  addCommands: () => ({ moveBlock }),
  addKeyboardShortcuts: () => ({
    "Alt-ArrowUp": ({ editor }) => editor.commands.moveBlock(-1) || true,
    "Alt-ArrowDown": ({ editor }) => editor.commands.moveBlock(1) || true,
    // From the words of a block to the block, which Delete then takes out.
    Escape: ({ editor }) => {
      const { $from } = editor.state.selection;
      const depth = [...Array($from.depth).keys()].find((each) => ["figure", "gallery", "pullQuote"].includes($from.node(each + 1).type.name));
      return depth !== undefined && editor.commands.setNodeSelection($from.before(depth + 1));
    },
  }),
});

/** The bar of the block the selection is in, if it has one. */
export function barOf(editor) {
  const found = unit(editor.state);
  const dom = found && editor.view.nodeDOM(found.from);
  return dom?.querySelector?.(".editor-figure-bar") ?? null;
}

export const moveButtons = (editor, getPos) =>
  [[-1, "earlier", gettext("Move it up")], [1, "later", gettext("Move it down")]].map(([step, sign, title]) =>
    button(sign, title, () => {
      const { activeElement } = document;
      editor.chain().setNodeSelection(getPos()).moveBlock(step).run();
      activeElement.focus?.();
    }),
  );

const bar = (title, buttons) => make("div", { className: "editor-figure-bar", role: "group", ariaLabel: title }, buttons);

const kept = (name, attribute) => ({
  [name]: {
    default: null,
    parseHTML: (element) => element.getAttribute(attribute),
    renderHTML: (attributes) => ({ [attribute]: attributes[name] }),
  },
});

/** A node that is one reference; `view` gives {children, update?} of its box. */
function reference(name, attribute, view) {
  return Node.create({
    name,
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => kept(name, attribute),
    parseHTML: () => [{ tag: `figure[${attribute}]` }],
    renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
    addNodeView: () => ({ node, editor, getPos }) => {
      const set = (value) => {
        editor.view.dispatch(editor.state.tr.setNodeMarkup(getPos(), undefined, { [name]: value }));
        editor.view.focus();
      };
      const dom = make("figure", { className: "editor-reference", contentEditable: "false" });
      const { title, show, buttons } = view({ dom, set, editor, getPos });
      const own = bar(title, [...buttons, ...moveButtons(editor, getPos), button("remove", gettext("Take it out"), () => removeNode(editor, getPos()))]);
      const draw = () => dom.replaceChildren(...show(node.attrs[name]), own);
      draw();
      return {
        dom,
        update(other) {
          if (other.type !== node.type) return false;
          const changed = other.attrs[name] !== node.attrs[name];
          node = other;
          if (changed) draw();
          return true;
        },
        stopEvent: (event) => own.contains(event.target),
        ignoreMutation: () => true,
      };
    },
  });
}

const put = (type, attributes, content) => ({ state, tr, dispatch }) => {
  const node = state.schema.nodes[type].createAndFill(attributes, content?.(state.schema));
  const at = insertBlock(state, tr, node);
  if (dispatch) {
    // After it stands a paragraph to go on in.
    const after = at + node.nodeSize;
    if (node.isAtom && !tr.doc.nodeAt(after)) tr.insert(after, state.schema.nodes.paragraph.create());
    tr.setSelection(TextSelection.near(tr.doc.resolve(node.isAtom ? after : at + 1))).scrollIntoView();
  }
  return true;
};

// --- Things that stand elsewhere ---

/** The providers whose addresses become cards; the table comes from the newsroom, as [[pattern, spelling, name]]. */
export class Providers {
  constructor(table) {
    this.table = table.map(([pattern, spelling, name]) => [new RegExp(pattern), spelling, name]);
  }

  /** {url, name} of an address of one of them, or null. */
  find(address) {
    for (const [pattern, spelling, name] of this.table) {
      const match = address.trim().match(pattern);
      if (match) return { url: spelling.replace(/\\(\d)/g, (_all, group) => match[group]), name };
    }
    return null;
  }

  /** Ask for an address of one of them: resolves with its one spelling, or null. */
  ask(address = "") {
    const field = make("input", { type: "text", dir: "ltr", value: address, autocomplete: "off", inputMode: "url", ariaLabel: gettext("Address") });
    const fault = make("p", { className: "editor-fault", role: "alert" });
    const names = [...new Set(this.table.map(([, , name]) => name))].join(gettext(", "));
    const form = make("form", { noValidate: true }, [
      make("p", { textContent: gettext("The address of one video, post or recording. Known are:") + ` ${names}` }),
      field,
      fault,
      make("div", { className: "editor-dialog-buttons" }, [make("button", { type: "submit", className: "editor-main", textContent: gettext("Put in") })]),
    ]);
    const { result, close } = dialog(gettext("Video, post or recording"), [form]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = this.find(field.value);
      if (found) close(found.url);
      else fault.textContent = gettext("This is no address we know how to show. As a link it can stand in the text.");
    });
    field.focus();
    field.select();
    return result;
  }
}

export const embedNode = (providers) =>
  reference("embed", "data-embed", ({ dom, set, editor, getPos }) => ({
    title: gettext("Video, post or recording"),
    show: (url) => {
      dom.dataset.embed = url;
      const name = providers.find(url)?.name;
      return [
        make("p", { className: "editor-reference-name", textContent: name ?? gettext("A provider we do not know: readers get a link.") }),
        make("p", { className: "editor-reference-text" }, [make("bdi", { dir: "ltr", textContent: url.replace(/^https:\/\/(www\.)?/, "") })]),
      ];
    },
    buttons: [
      button("swap", gettext("Another address"), async () => {
        const url = await providers.ask(dom.dataset.embed);
        if (url) set(url);
      }),
      button("link", gettext("Make it a plain link"), () => {
        const url = dom.dataset.embed;
        const text = { type: "text", text: url, marks: [{ type: "link", attrs: { href: url } }] };
        const from = getPos();
        editor.chain().focus().insertContentAt({ from, to: from + 1 }, { type: "paragraph", content: [text] }).run();
      }),
    ],
  })).extend({
    addCommands: () => ({ insertEmbed: (embed) => put("embed", { embed }) }),
    addKeyboardShortcuts: () => ({
      // An address alone on its line.
      Enter: ({ editor }) => {
        const { selection } = editor.state;
        const { parent, depth } = selection.$from;
        const found = selection.empty && depth === 1 && parent.type.name === "paragraph" && providers.find(parent.textContent);
        if (!found) return false;
        const from = selection.$from.before(1);
        return editor.chain().deleteRange({ from: from + 1, to: from + 1 + parent.content.size }).insertEmbed(found.url).run();
      },
    }),
  });

// --- Cards of articles ---

/** The newsroom's articles, as far as the account sees them: {articles: [{id, headline, section, date, seen}], more}. */
export class Cards extends Source {
  constructor(url, language) {
    super(url, "articles", { language });
  }

  async choose() {
    const words = {
      title: gettext("Card of an article"),
      ask: gettext("Search articles"),
      placeholder: gettext("Search by words of the headline"),
      more: gettext("More articles"),
      none: gettext("No article found."),
      unanswered: gettext("The newsroom does not answer. Try again."),
    };
    const [article] = (await pick(this, words, (each) => this.lines(each), { className: "editor-cards" })) ?? [];
    return article ?? null;
  }

  lines({ headline, section, date, seen }) {
    const facts = [section, date, seen ? "" : gettext("not seen by readers yet")].filter(Boolean);
    return [
      make("span", { className: "editor-reference-text", textContent: headline, dir: "auto" }),
      make("span", { className: "editor-reference-facts", textContent: facts.join(" · ") }),
    ];
  }
}

export const cardNode = (cards) =>
  reference("card", "data-article", ({ dom, set }) => ({
    title: gettext("Card of an article"),
    show: (id) => {
      const lines = make("p", { className: "editor-reference-lines" });
      dom.dataset.article = id;
      cards.get(id).then(
        (found) => lines.replaceChildren(...(found ? cards.lines(found) : [gettext("This article is not there any more, or not for your account to see.")])),
        () => (lines.textContent = gettext("The newsroom does not answer. Try again.")),
      );
      return [make("p", { className: "editor-reference-name", textContent: gettext("Read also") }), lines];
    },
    buttons: [
      button("swap", gettext("Another article"), async () => {
        const article = await cards.choose();
        if (article) set(String(article.id));
      }),
    ],
  })).extend({ addCommands: () => ({ insertCard: (card) => put("card", { card: String(card) }) }) });

// --- Galleries ---

export const galleryNode = (library) =>
  Node.create({
    name: "gallery",
    group: "block",
    content: "figure*",
    isolating: true,
    defining: true,
    draggable: true,
    parseHTML: () => [{ tag: "figure[data-kind=gallery]" }],
    renderHTML: () => ["figure", { "data-kind": "gallery" }, 0],
    addCommands: () => ({
      insertGallery: (pictures) => put("gallery", null, ({ nodes }) => pictures.map(({ id }) => nodes.figure.create({ image: String(id) }))),
    }),
    addNodeView: () => ({ editor, getPos, node }) => {
      const pictures = make("div", { className: "editor-gallery-pictures" });
      const own = bar(gettext("Picture gallery"), [
        button("picture", gettext("More pictures for the gallery"), async () => {
          const chosen = await library.choose(true);
          if (!chosen) return;
          const at = getPos() + node.nodeSize - 1;
          const figures = chosen.map(({ id }) => ({ type: "figure", attrs: { image: String(id) } }));
          editor.chain().insertContentAt(at, figures).focus().run();
        }),
        ...moveButtons(editor, getPos),
        button("remove", gettext("Take out the gallery"), () => removeNode(editor, getPos())),
      ]);
      const name = make("p", { className: "editor-reference-name", textContent: gettext("Picture gallery"), contentEditable: "false" });
      own.contentEditable = "false";
      const dom = make("figure", { className: "editor-gallery" }, [name, pictures, own]);
      return {
        dom,
        contentDOM: pictures,
        update(other) {
          if (other.type !== node.type) return false;
          node = other;
          return true;
        },
        stopEvent: (event) => own.contains(event.target),
        ignoreMutation: ({ type, target }) => type !== "selection" && !pictures.contains(target),
      };
    },
  });

// --- Pull quotes ---

const line = (name, tag, placeholder, onEnter) =>
  Node.create({
    name,
    content: "inline*",
    defining: true,
    parseHTML: () => [{ tag, context: "pullQuote/", priority: 60 }],
    renderHTML: () => [tag, 0],
    addNodeView: () => () => {
      const dom = make(tag, {});
      dom.dataset.placeholder = placeholder;
      return { dom, contentDOM: dom };
    },
    addKeyboardShortcuts: () => ({
      Enter: ({ editor }) => editor.state.selection.$from.parent.type.name === name && onEnter(editor),
    }),
  });

export const PULL_QUOTE = [
  Node.create({
    name: "pullQuote",
    group: "block",
    content: "pullText pullSource",
    isolating: true,
    defining: true,
    draggable: true,
    parseHTML: () => [{ tag: "figure[data-kind=quote]" }],
    renderHTML: () => ["figure", { "data-kind": "quote" }, 0],
    addCommands: () => ({ insertPullQuote: () => put("pullQuote") }),
    addKeyboardShortcuts: () => ({
      // Emptied, it goes.
      Backspace: ({ editor }) => {
        const { $from, empty } = editor.state.selection;
        const quote = $from.depth > 1 && $from.node(-1);
        if (!empty || !quote || quote.type.name !== "pullQuote" || quote.textContent) return false;
        removeNode(editor, $from.before(-1));
        return true;
      },
    }),
    addNodeView: () => ({ editor, getPos }) => {
      const words = make("div", {});
      const own = bar(gettext("Pull quote"), [
        ...moveButtons(editor, getPos),
        button("remove", gettext("Take it out"), () => removeNode(editor, getPos())),
      ]);
      own.contentEditable = "false";
      return {
        dom: make("figure", { className: "editor-pull-quote" }, [words, own]),
        contentDOM: words,
        stopEvent: (event) => own.contains(event.target),
        ignoreMutation: ({ type, target }) => type !== "selection" && !words.contains(target),
      };
    },
  }),
  line("pullText", "blockquote", gettext("A sentence worth standing out"), (editor) => {
    const { $from } = editor.state.selection;
    return editor.commands.setTextSelection($from.after() + 1);
  }),
  line("pullSource", "figcaption", gettext("Who said it"), (editor) => {
    const after = editor.state.selection.$from.after(-1);
    return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
  }),
];
