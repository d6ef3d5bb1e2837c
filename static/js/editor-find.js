// Finding and replacing in a text, and counting its words.

import { Extension, pm } from "django-prose-editor/editor";
import { button, make } from "newsroom/editor-parts";

const gettext = window.gettext ?? ((text) => text);
const ngettext = window.ngettext ?? ((one, many, count) => (count === 1 ? one : many));
const { Plugin, PluginKey, TextSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;

/** The blocks of text of a document: [{node, chars, at}], each character with its position, and the end's. */
export function blocksOf(doc) {
  const blocks = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    const chars = [];
    const at = [];
    node.forEach((child, offset) => {
      let place = position + 1 + offset;
      for (const char of child.isText ? child.text : child.type.name === "hardBreak" ? "\n" : "\ufffc") {
        chars.push(char);
        at.push(place);
        place += child.isText ? char.length : 0;
      }
    });
    at.push(position + 1 + node.content.size);
    blocks.push({ node, chars, at });
    return false;
  });
  return blocks;
}

/** «320 words · 3 minutes to read», at so many words a minute. */
export function countOf(doc, pace) {
  const pieces = blocksOf(doc).flatMap(({ chars }) => chars.join("").replaceAll("\ufffc", "").split(/\s+/));
  const words = pieces.filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length;
  const minutes = words < pace ? 0 : Math.ceil(words / pace);
  return [
    ngettext("%s word", "%s words", words).replace("%s", words),
    minutes ? ngettext("%s minute to read", "%s minutes to read", minutes).replace("%s", minutes) : gettext("less than a minute to read"),
  ].join(" · ");
}

/** How letters are compared: {folded: the letters it stands for} of the newsroom's searches, and without marks. */
export function folding(table) {
  const letters = new Map(Object.entries(table).flatMap(([folded, from]) => [...from].map((letter) => [letter, folded])));
  const each = (char) => letters.get(char) ?? char.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // Decomposed letters fold to letters that fold again.
  return (char) => [...each(char)].map((letter) => letters.get(letter) ?? letter).join("");
}

/** [{from, to}] of the places where the words stand, letters taken as `fold` takes them. */
function search(doc, words, fold) {
  const wanted = [...words].map(fold).join("");
  if (!wanted) return [];
  const found = [];
  for (const { chars, at } of blocksOf(doc)) {
    let text = "";
    const places = []; // of each letter of the folded text, the character it comes from
    chars.forEach((char, place) => {
      const folded = fold(char);
      text += folded;
      for (let unit = 0; unit < folded.length; unit++) places.push(place);
    });
    for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) {
      let last = places[from + wanted.length - 1] + 1;
      while (last < chars.length && fold(chars[last]) === "") last++; // marks belong to the letter before
      found.push({ from: at[places[from]], to: at[last] });
    }
  }
  return found;
}

const key = new PluginKey("find");
const NOTHING = { words: "", fold: null, found: [], current: -1 };

export const Find = Extension.create({
  name: "find",
  addProseMirrorPlugins: () => [
    new Plugin({
      key,
      state: {
        init: () => NOTHING,
        apply(tr, state) {
          const given = tr.getMeta(key);
          if (!given && !tr.docChanged) return state;
          const { words, fold, current } = { ...state, ...given };
          const found = words ? search(tr.doc, words, fold) : [];
          return { words, fold, found, current: Math.min(current, found.length - 1) };
        },
      },
      props: {
        decorations(state) {
          const { found, current } = key.getState(state);
          const marks = found.map(({ from, to }, place) => Decoration.inline(from, to, { class: place === current ? "editor-found editor-found-now" : "editor-found" }));
          return DecorationSet.create(state.doc, marks);
        },
      },
    }),
  ],
});

/** The bar in which one finds and replaces: its element, and `open()`. */
export function findBar(editor, fold) {
  const exactly = (char) => char;
  const input = (label) => make("input", { type: "text", autocomplete: "off", placeholder: label, ariaLabel: label });
  const words = input(gettext("Find"));
  const others = input(gettext("Replace by"));
  const loose = make("input", { type: "checkbox", checked: true });
  const status = make("span", { className: "editor-find-status", role: "status" });
  const push = (text, press) => {
    const each = make("button", { type: "button", textContent: text });
    each.addEventListener("click", press);
    return each;
  };
  const element = make("div", { className: "editor-find", role: "search", ariaLabel: gettext("Find and replace"), hidden: true }, [
    make("div", { className: "editor-find-line" }, [
      words,
      button("earlier", gettext("Previous"), () => go(-1)),
      button("later", gettext("Next"), () => go(1)),
      button("×", gettext("Close"), () => shut()),
    ]),
    make("div", { className: "editor-find-line" }, [others, push(gettext("Replace"), () => replace()), push(gettext("Replace all"), () => replaceAll())]),
    make("div", { className: "editor-find-line" }, [
      make("label", {}, [loose, " ", gettext("Forms of a letter and vowel signs count as the same")]),
      status,
    ]),
  ]);

  const state = () => key.getState(editor.state);
  const tell = (given) => editor.view.dispatch(editor.state.tr.setMeta(key, given));

  function say() {
    const { found, current } = state();
    status.textContent = !words.value ? "" : found.length ? `${current + 1} / ${found.length}` : gettext("Not found.");
  }

  function look() {
    tell({ words: words.value, fold: loose.checked ? fold : exactly, current: -1 });
    const { found } = state();
    const from = editor.state.selection.from;
    go(0, Math.max(0, found.findIndex((each) => each.from >= from)));
  }

  function go(step, to) {
    const { found, current } = state();
    if (found.length) {
      const place = to ?? (current + step + found.length) % found.length;
      const { from, to: end } = found[place];
      const tr = editor.state.tr.setMeta(key, { current: place });
      editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, from, end)));
      editor.view.domAtPos(from).node.parentElement?.scrollIntoView({ block: "nearest" });
    }
    say();
  }

  const write = (tr, { from, to }) =>
    others.value ? tr.replaceWith(from, to, editor.schema.text(others.value, tr.doc.nodeAt(from).marks)) : tr.delete(from, to);

  function replace() {
    const { found, current } = state();
    if (current < 0) return;
    const at = found[current].from;
    editor.view.dispatch(write(editor.state.tr, found[current]));
    const next = state().found.findIndex((each) => each.from >= at + others.value.length);
    if (next >= 0) go(0, next);
    else go(0, state().found.length ? 0 : undefined);
  }

  function replaceAll() {
    const { found } = state();
    const tr = editor.state.tr;
    for (const each of [...found].reverse()) write(tr, each);
    editor.view.dispatch(tr);
    const count = found.length;
    status.textContent = ngettext("%s place replaced.", "%s places replaced.", count).replace("%s", count);
  }

  function shut() {
    element.hidden = true;
    tell(NOTHING);
    editor.commands.focus();
  }

  words.addEventListener("input", look);
  loose.addEventListener("change", look);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut();
    else if (event.key === "Enter" && event.target === words) go(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && event.target === others) replace();
    else if (event.key !== "Enter" || event.target.localName !== "input") return;
    event.preventDefault(); // the form around it is for saving
    event.stopPropagation();
  });

  return {
    element,
    open() {
      const { from, to } = editor.state.selection;
      const chosen = editor.state.doc.textBetween(from, to, " ");
      if (chosen && chosen.length < 100) words.value = chosen;
      element.hidden = false;
      words.focus();
      words.select();
      look();
    },
  };
}
