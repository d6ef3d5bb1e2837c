// A source in a note: a mark in the text, whose words are written in a dialog. Readers find them numbered at the end.

import { Editor, Node } from "django-prose-editor/editor";
import { editLink } from "newsroom/editor-link";
import { NOTE_SCHEMA, toHTML } from "newsroom/editor-nodes";
import { button, dialog, make } from "newsroom/editor-parts";
import { cleanPaste, cleanText } from "newsroom/editor-paste";

const gettext = window.gettext ?? ((text) => text);

/** Ask for the words of a note: resolves with them as HTML, "" to take the note out, null when nothing shall change. */
function askNote(content, { lang, dir }) {
  const area = make("div", { className: "editor editor-note-text", lang, dir });
  const save = make("button", { type: "button", className: "editor-main", textContent: gettext("Done") });
  const remove = make("button", { type: "button", textContent: gettext("Take it out"), hidden: !content });
  const tools = make("div", { className: "editor-figure-bar", role: "group", ariaLabel: gettext("Text tools") });
  const { result, close } = dialog(gettext("Source"), [
    make("p", { textContent: gettext("Who says so, and where it can be read. Readers find it numbered at the end of the text.") }),
    tools,
    area,
    make("div", { className: "editor-dialog-buttons" }, [save, remove]),
  ]);
  const editor = new Editor({
    element: area,
    injectCSS: false,
    enablePasteRules: false,
    extensions: NOTE_SCHEMA,
    content: `<p>${content}</p>`,
    editorProps: {
      attributes: { class: "editor-text", role: "textbox", "aria-label": gettext("Source"), lang, dir },
      transformPastedHTML: (html) => cleanPaste(html, dir),
      transformPastedText: cleanText,
      handleKeyDown: (_view, event) => {
        if (event.key === "Enter") done();
        else if (event.key === "Escape") close();
        else if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") editLink(editor);
        else return false;
        event.preventDefault();
        return true;
      },
    },
  });
  const done = () => {
    const holder = document.implementation.createHTMLDocument().createElement("div");
    holder.innerHTML = toHTML(editor);
    close(holder.querySelector("p")?.innerHTML ?? "");
  };
  const toggle = (...mark) => () => editor.chain().focus().toggleMark(...mark).run();
  tools.append(
    button("link", gettext("Link"), () => editLink(editor)),
    button("italic", gettext("Emphasis"), toggle("em")),
    button("isolate", gettext("Latin words inside the line"), toggle("bdi", { dir: "ltr" })),
  );
  save.addEventListener("click", done);
  remove.addEventListener("click", () => close(""));
  editor.commands.focus("end");
  return result.then((value) => {
    editor.destroy();
    return value;
  });
}

/** The node of a note in a text of this language and direction. */
export const noteNode = (written) =>
  Node.create({
    name: "note",
    group: "inline",
    inline: true,
    atom: true,

    addAttributes: () => ({
      content: {
        default: "",
        parseHTML: (element) => element.dataset.content ?? element.innerHTML,
        renderHTML: ({ content }) => ({ "data-content": content }),
      },
    }),

    parseHTML: () => [{ tag: "cite[data-note]", priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => ["cite", { "data-note": "", ...HTMLAttributes }],

    addCommands: () => ({
      insertNote: (content) => ({ chain, state }) =>
        chain().insertContentAt(state.selection.to, { type: "note", attrs: { content } }).run(),
    }),

    addKeyboardShortcuts: () => ({
      Enter: ({ editor }) => {
        const { node, from } = editor.state.selection;
        if (node?.type.name !== "note") return false;
        editNote(editor, from);
        return true;
      },
    }),

    addNodeView: () => ({ node, editor, getPos }) => {
      const mark = make("button", { type: "button", className: "editor-note-mark", tabIndex: -1 });
      const dom = make("span", { className: "editor-note-place" }, [mark]);
      const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
      const show = () => {
        mark.title = plain(node.attrs.content);
        mark.ariaLabel = `${gettext("Source")}: ${mark.title}`;
      };
      show();
      mark.addEventListener("click", () => editNote(editor, getPos()));
      return {
        dom,
        update(other) {
          if (other.type !== node.type) return false;
          node = other;
          show();
          return true;
        },
        stopEvent: (event) => event.type === "click",
        ignoreMutation: () => true,
      };
    },

    addStorage: () => ({ written }),
  });

/** Write the note at a position anew, or a new one at the cursor. */
export async function editNote(editor, at = null) {
  const before = at === null ? "" : editor.state.doc.nodeAt(at).attrs.content;
  const content = await askNote(before, editor.storage.note.written);
  const chain = editor.chain().focus();
  if (content === null || content === before) chain.run();
  else if (at === null) chain.insertNote(content).run();
  else if (content) chain.command(({ tr }) => Boolean(tr.setNodeMarkup(at, undefined, { content }))).run();
  else chain.deleteRange({ from: at, to: at + 1 }).run();
}
