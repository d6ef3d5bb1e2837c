// A picture of the library inside a text: its node, and the dialog in which it is chosen.

import { Node, pm } from "django-prose-editor/editor";
import { insertBlock, moveButtons, removeNode } from "newsroom/editor-blocks";
import { button, make } from "newsroom/editor-parts";
import { pick, Source } from "newsroom/editor-picker";

const gettext = window.gettext ?? ((text) => text);
const { TextSelection } = pm.state;

const ALIGNMENTS = { "": gettext("Full width"), start: gettext("At the start"), end: gettext("At the end"), wide: gettext("Wider than the text") };

/** The picture library: {pictures: [{id, thumbnail, alt, caption, credit, note}], more}; a note is of its rights. */
export class Library extends Source {
  constructor(url, addUrl) {
    super(url, "pictures");
    this.addUrl = addUrl;
  }

  /** Let somebody choose a picture, or `many`: resolves with a list of them, or with null. */
  choose(many = false) {
    const words = {
      title: many ? gettext("Choose pictures") : gettext("Choose a picture"),
      ask: gettext("Search pictures"),
      placeholder: gettext("Search by caption, description or credit"),
      more: gettext("More pictures"),
      none: gettext("No picture found."),
      unanswered: gettext("The library does not answer. Try again."),
    };
    const show = (picture) => {
      const said = picture.caption || picture.alt || `#${picture.id}`;
      return [
        make("img", { src: picture.thumbnail, alt: picture.alt === said ? "" : picture.alt, loading: "lazy" }),
        make("span", { textContent: said, dir: "auto" }),
        ...(picture.note ? [make("strong", { textContent: picture.note })] : []),
      ];
    };
    const add = make("a", { href: this.addUrl, target: "_blank", textContent: gettext("Add a picture to the library") });
    return pick(this, words, show, { many, className: "editor-library", footer: [make("p", {}, [add])] });
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
        const at = insertBlock(state, tr, state.schema.nodes.figure.create({ image: String(image) }));
        if (dispatch) tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView();
        return true;
      },
    }),

    addKeyboardShortcuts: () => ({
      // A caption is one line; what comes next is text again.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== "figure") return false;
        const after = $from.after($from.node(-1).type.name === "gallery" ? -1 : undefined);
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
          const [chosen] = (await library.choose()) ?? [];
          if (chosen) set({ image: String(chosen.id) });
        }),
        ...moveButtons(editor, getPos),
        button("remove", gettext("Remove the picture"), () => removeNode(editor, getPos())),
      );

      const show = async () => {
        dom.dataset.image = node.attrs.image;
        dom.dataset.align = node.attrs.align ?? "";
        for (const each of aligns) each.setAttribute("aria-pressed", each.dataset.align === (node.attrs.align ?? ""));
        const wanted = node.attrs.image;
        let found = null;
        try {
          found = await library.get(wanted);
          note.textContent = found ? found.note : gettext("This picture is not in the library any more; readers do not see it.");
        } catch {
          note.textContent = gettext("The library does not answer. Try again.");
        }
        if (wanted !== node.attrs.image) return;
        image.hidden = !found;
        note.hidden = !note.textContent;
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
