// A picture of the library inside a text: its node, and the dialog in which it is chosen.

import { Node, pm } from "django-prose-editor/editor";
import { button, dialog, make } from "newsroom/editor-parts";

const gettext = window.gettext ?? ((text) => text);
const { TextSelection } = pm.state;

const ALIGNMENTS = { "": gettext("Full width"), start: gettext("At the start"), end: gettext("At the end"), wide: gettext("Wider than the text") };

/** The picture library, asked over the newsroom's own address. */
export class Library {
  constructor(url, addUrl) {
    this.url = url;
    this.addUrl = addUrl;
    this.known = new Map();
  }

  /** {pictures: [{id, thumbnail, alt, caption, credit}], more} for {q, page} or {ids}. Throws when it cannot be had. */
  async find(query) {
    const response = await fetch(`${this.url}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.statusText);
    const found = await response.json();
    for (const picture of found.pictures) this.known.set(String(picture.id), picture);
    return found;
  }

  /** The picture of an id, or null. Pictures asked for in one go are fetched in one go. */
  async get(id) {
    if (!this.known.has(id)) {
      this.wanted ??= new Set();
      this.wanted.add(id);
      this.fetching ??= Promise.resolve().then(() => {
        const ids = [...this.wanted].join();
        this.wanted = this.fetching = undefined;
        return this.find({ ids });
      });
      await this.fetching;
    }
    return this.known.get(id) ?? null;
  }

  /** Let somebody choose a picture: resolves with it, or with null. */
  choose() {
    const search = make("input", { type: "search", autocomplete: "off", placeholder: gettext("Search by caption, description or credit"), ariaLabel: gettext("Search pictures") });
    const status = make("p", { className: "editor-library-status", role: "status" });
    const grid = make("div", { className: "editor-library-grid" });
    const more = make("button", { type: "button", textContent: gettext("More pictures"), hidden: true });
    const add = make("a", { href: this.addUrl, target: "_blank", textContent: gettext("Add a picture to the library") });
    const { element, result, close } = dialog(gettext("Choose a picture"), [search, status, grid, more, make("p", {}, [add])]);
    element.classList.add("editor-library");
    let asked = 0;
    let page = 1;

    const show = async (from) => {
      page = from;
      const mine = ++asked;
      status.textContent = gettext("Searching …");
      let found;
      try {
        found = await this.find({ q: search.value, page });
      } catch {
        if (mine === asked) status.textContent = gettext("The library does not answer. Try again.");
        return;
      }
      if (mine !== asked) return; // another search was asked since
      if (page === 1) grid.replaceChildren();
      grid.append(...found.pictures.map((picture) => {
        const words = picture.caption || picture.alt || `#${picture.id}`;
        const choice = make("button", { type: "button", className: "editor-library-picture" }, [
          make("img", { src: picture.thumbnail, alt: picture.alt === words ? "" : picture.alt, loading: "lazy" }),
          make("span", { textContent: words, dir: "auto" }),
        ]);
        choice.dataset.image = picture.id;
        choice.addEventListener("click", () => close(picture));
        return choice;
      }));
      status.textContent = grid.childElementCount ? "" : gettext("No picture found.");
      more.hidden = !found.more;
    };
    let timer;
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, 200, 1);
    });
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    more.addEventListener("click", () => show(page + 1));
    // Back from adding a picture in the other tab.
    const renew = () => show(1);
    window.addEventListener("focus", renew);
    result.then(() => window.removeEventListener("focus", renew));
    show(1);
    search.focus();
    return result;
  }
}

/** The node of a figure, whose pictures come from `library`. */
export const figureNode = (library) =>
  Node.create({
    name: "figure",
    group: "block",
    content: "inline*",
    isolating: true,
    defining: true,
    draggable: true,

    addAttributes: () => ({
      image: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-image"),
        renderHTML: ({ image }) => ({ "data-image": image }),
      },
      align: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-align"),
        renderHTML: ({ align }) => (align ? { "data-align": align } : {}),
      },
    }),

    parseHTML: () => [
      {
        tag: "figure[data-image]",
        contentElement: (element) => element.querySelector("figcaption") ?? document.createElement("figcaption"),
      },
    ],

    renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, ["figcaption", 0]],

    addCommands: () => ({
      /** Put a picture at the cursor, and the cursor into its caption. */
      insertFigure: (image) => ({ state, tr, dispatch }) => {
        const { $to } = state.selection;
        const node = state.schema.nodes.figure.create({ image: String(image) });
        const inList = $to.depth > 0 ? $to.after(1) : $to.pos;
        const empty = $to.depth === 1 && $to.parent.type.name === "paragraph" && !$to.parent.childCount;
        const from = empty ? $to.before(1) : inList;
        if (dispatch) {
          tr.replaceWith(from, empty ? $to.after(1) : from, node);
          tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1))).scrollIntoView();
        }
        return true;
      },
    }),

    addKeyboardShortcuts: () => ({
      // A caption is one line; what comes next is text again.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== "figure") return false;
        const after = $from.after();
        return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      },
    }),

    addNodeView: () => ({ node, editor, getPos }) => {
      const image = make("img", { alt: "", draggable: false });
      const note = make("p", { className: "editor-figure-note" });
      const bar = make("div", { className: "editor-figure-bar", role: "group", ariaLabel: gettext("Picture") });
      const picture = make("div", { className: "editor-figure-picture", contentEditable: "false" }, [image, note, bar]);
      const caption = make("figcaption", {});
      caption.dataset.placeholder = gettext("Caption (left empty: the library’s)");
      const dom = make("figure", {}, [picture, caption]);

      const set = (attributes) => {
        editor.view.dispatch(editor.state.tr.setNodeMarkup(getPos(), undefined, { ...node.attrs, ...attributes }));
        editor.view.focus();
      };
      const aligns = Object.entries(ALIGNMENTS).map(([align, title]) => {
        const each = button(`align-${align || "none"}`, title, () => set({ align: align || null }));
        each.dataset.align = align;
        return each;
      });
      bar.append(
        ...aligns,
        button("swap", gettext("Another picture"), async () => {
          const chosen = await library.choose();
          if (chosen) set({ image: String(chosen.id) });
        }),
        button("remove", gettext("Remove the picture"), () => {
          const at = getPos();
          editor.chain().deleteRange({ from: at, to: at + node.nodeSize }).focus().run();
        }),
      );

      const show = async () => {
        dom.dataset.image = node.attrs.image;
        dom.dataset.align = node.attrs.align ?? "";
        for (const each of aligns) each.setAttribute("aria-pressed", each.dataset.align === (node.attrs.align ?? ""));
        const wanted = node.attrs.image;
        let found = null;
        try {
          found = await library.get(wanted);
          note.textContent = found ? "" : gettext("This picture is not in the library any more; readers do not see it.");
        } catch {
          note.textContent = gettext("The library does not answer. Try again.");
        }
        if (wanted !== node.attrs.image) return;
        image.hidden = !found;
        note.hidden = Boolean(found);
        if (found) {
          image.src = found.thumbnail;
          image.alt = found.alt;
          caption.dataset.placeholder = found.caption || gettext("Caption (left empty: the library’s)");
        }
      };
      show();

      return {
        dom,
        contentDOM: caption,
        update(other) {
          if (other.type !== node.type) return false;
          const changed = other.attrs.image !== node.attrs.image || other.attrs.align !== node.attrs.align;
          node = other;
          if (changed) show();
          return true;
        },
        stopEvent: (event) => bar.contains(event.target),
        ignoreMutation: ({ type, target }) => type === "attributes" || (type !== "selection" && !caption.contains(target)),
      };
    },
  });
