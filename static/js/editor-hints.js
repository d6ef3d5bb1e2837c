// Hints on the house's style. The newsroom finds them (arabic/house_style.py), the writer takes or leaves each.

import { Extension, pm } from "django-prose-editor/editor";
import { blocksOf } from "newsroom/editor-find";
import { button, make } from "newsroom/editor-parts";

const gettext = window.gettext ?? ((text) => text);
const ngettext = window.ngettext ?? ((one, many, count) => (count === 1 ? one : many));
const { Plugin, PluginKey, TextSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const AROUND = 24; // characters shown on either side

const key = new PluginKey("hints");

/** Where the hints stand while the text changes; each place of a hint is a decoration that names it. */
export const Hints = Extension.create({
  name: "hints",
  addProseMirrorPlugins: () => [
    new Plugin({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply(tr, set) {
          const { all, gone = new Set(), left = [] } = tr.getMeta(key) ?? {};
          set = set.map(tr.mapping, tr.doc);
          // What was left as it is stays known, so that it is not offered again.
          set = set.remove(set.find(undefined, undefined, ({ hint }) => hint && (all || gone.has(hint))));
          return set.add(tr.doc, [...(all ?? []), ...left]);
        },
      },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
});

/** A text for the newsroom: what is left to right, isolated or code is not looked at. */
function asked(editor) {
  const others = (node) => node.type.name === "pre" || node.attrs.dir === "ltr" || (node.attrs.lang && !node.attrs.lang.startsWith("ar"));
  return blocksOf(editor.state.doc).map((block) => {
    const chars = block.chars.map((char, place) => {
      const { marks } = editor.state.doc.nodeAt(block.at[place]);
      return others(block.node) || marks.some(({ type }) => ["bdi", "code"].includes(type.name)) ? "\ufffc" : char;
    });
    return { ...block, chars };
  });
}

/** The panel of hints: its element, and `open()`, which looks through the text. */
export function hintsPanel(editor, url) {
  const status = make("p", { role: "status" });
  const list = make("div", {});
  const again = make("button", { type: "button", textContent: gettext("Look again") });
  const element = make("section", { className: "editor-hints", ariaLabel: gettext("House style"), hidden: true }, [
    make("div", { className: "editor-hints-head" }, [make("h3", { textContent: gettext("House style") }), again, button("×", gettext("Close"), () => shut())]),
    status,
    list,
  ]);
  let count = 0;

  const placesOf = (hints) => key.getState(editor.state).find(undefined, undefined, ({ hint }) => hints.has(hint));

  function say() {
    const left = list.querySelectorAll("li").length;
    status.textContent = left ? ngettext("%s place to look at.", "%s places to look at.", left).replace("%s", left) : gettext("Nothing to look at.");
  }

  function drop(hints) {
    for (const hint of hints) list.querySelector(`[data-hint="${hint}"]`)?.remove();
    for (const group of list.querySelectorAll("section")) if (!group.querySelector("li")) group.remove();
    say();
  }

  /** Take hints; one whose words were changed since is left out. */
  function apply(hints) {
    const { tr, schema, doc } = editor.state;
    const places = placesOf(hints);
    const stale = new Set(places.filter(({ from, to, spec }) => doc.textBetween(from, to) !== spec.text).map(({ spec }) => spec.hint));
    for (const { from, to, spec } of places.sort((one, other) => other.from - one.from)) {
      if (stale.has(spec.hint) || spec.written === undefined) continue;
      if (spec.written === null) tr.addMark(from, to, schema.marks.bdi.create({ dir: "ltr" }));
      else if (spec.written) tr.replaceWith(from, to, schema.text(spec.written, doc.nodeAt(from).marks));
      else tr.delete(from, to);
    }
    editor.view.dispatch(tr.setMeta(key, { gone: hints }));
    drop(hints);
  }

  function leave(hint, kind) {
    const gone = new Set([hint]);
    const left = placesOf(gone).map(({ from, to }) => Decoration.inline(from, to, {}, { kind }));
    editor.view.dispatch(editor.state.tr.setMeta(key, { gone, left }));
    drop([hint]);
  }

  const isLeft = (wanted, from, to) =>
    key.getState(editor.state).find(from, to, ({ kind }) => kind === wanted).some((each) => each.from === from && each.to === to);

  function go(hint) {
    const [place] = placesOf(new Set([hint]));
    if (!place) return;
    editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, place.from, place.to)));
    editor.view.domAtPos(place.from).node.parentElement?.scrollIntoView({ block: "center" });
    editor.commands.focus(null, { scrollIntoView: false });
  }

  function item(hint, { chars }, found) {
    const [start, end] = [found.spans[0][0], found.spans.at(-1)[1]];
    const text = (from, to) => chars.slice(from, to).join("").replaceAll("\ufffc", "□");
    const after = [];
    let at = start;
    for (const [from, to, written] of found.spans) {
      after.push(text(at, from), written ?? text(from, to));
      at = to;
    }
    const before = text(start, end);
    const words = make("button", { type: "button", className: "editor-hint-words", dir: "rtl" }, [
      text(Math.max(0, start - AROUND), start),
      make(found.changes ? "del" : "mark", { textContent: before }),
      ...(found.changes ? [" ", make("ins", { textContent: after.join("") })] : []),
      text(end, end + AROUND),
    ]);
    words.addEventListener("click", () => go(hint));
    const buttons = [];
    const push = (title, press) => {
      const each = make("button", { type: "button", textContent: title });
      each.addEventListener("click", press);
      buttons.push(each);
    };
    if (found.changes || found.isolate) push(found.isolate ? gettext("Keep in order") : gettext("Change"), () => apply(new Set([hint])));
    push(gettext("Leave it"), () => leave(hint, found.kind));
    const element = make("li", {}, [words, make("span", { className: "editor-hint-buttons" }, buttons)]);
    element.dataset.hint = hint;
    return element;
  }

  async function look() {
    list.replaceChildren();
    status.textContent = gettext("Looking through the text …");
    const blocks = asked(editor);
    const { doc } = editor.state;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.set("blocks", JSON.stringify(blocks.map(({ chars }) => chars.join(""))));
    let answer;
    try {
      const response = await fetch(url, { method: "POST", body });
      answer = await response.json();
      if (!response.ok) throw new Error(answer.why);
    } catch (error) {
      status.textContent = error.name === "Error" && error.message ? error.message : gettext("The newsroom does not answer. Try again.");
      return;
    }
    if (doc !== editor.state.doc) return look(); // typed meanwhile
    const groups = new Map();
    const all = [];
    for (const { block, kind, edits, isolate, note } of answer.hints) {
      const hint = ++count;
      const { chars, at } = blocks[block];
      const spans = edits.length ? edits : [[...(isolate ?? note), undefined]];
      if (isLeft(kind, at[spans[0][0]], at[spans[0][1]])) continue;
      const row = item(hint, blocks[block], { kind, spans, isolate, changes: edits.length > 0 });
      for (const [from, to, written] of spans) {
        const spec = { hint, text: chars.slice(from, to).join(""), written: isolate ? null : written };
        all.push(Decoration.inline(at[from], at[to], { class: "editor-hint" }, spec));
      }
      if (!groups.has(kind)) groups.set(kind, []);
      groups.get(kind).push(row);
    }
    editor.view.dispatch(editor.state.tr.setMeta(key, { all }));
    for (const [kind, rows] of groups) {
      const every = make("button", { type: "button", textContent: gettext("Change all of this kind") });
      const group = make("section", {}, [
        make("div", { className: "editor-hints-head" }, [make("h4", { textContent: answer.kinds[kind] ?? kind }), ...(rows.length > 1 ? [every] : [])]),
        make("ul", {}, rows),
      ]);
      every.addEventListener("click", () => apply(new Set([...group.querySelectorAll("li")].map(({ dataset }) => Number(dataset.hint)))));
      list.append(group);
    }
    say();
  }

  function shut() {
    element.hidden = true;
    editor.view.dispatch(editor.state.tr.setMeta(key, { all: [] }));
    editor.commands.focus();
  }

  again.addEventListener("click", look);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut();
  });
  return {
    element,
    open() {
      element.hidden = false;
      again.focus();
      return look();
    },
  };
}
