// Things of the newsroom that are put into texts: asked for over an address, found by words, chosen in a dialog.

import { dialog, make } from "newsroom/editor-parts";

const gettext = window.gettext ?? ((text) => text);

export class Source {
  /** The answers of the address hold a list under `name`, whose things have an `id`; and `more`. */
  constructor(url, name, fixed = {}) {
    Object.assign(this, { url, name, fixed, known: new Map() });
  }

  /** {[name]: [things], more} for {q, page} or {ids}. Throws when it cannot be had. */
  async find(query) {
    const response = await fetch(`${this.url}?${new URLSearchParams({ ...this.fixed, ...query })}`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.statusText);
    const found = await response.json();
    for (const thing of found[this.name]) this.known.set(String(thing.id), thing);
    return found;
  }

  /** The thing of an id, or null. Things asked for in one go are fetched in one go. */
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
}

/**
 * Let somebody choose of a source: resolves with a list of what was chosen, or with null.
 *
 * `words` are {title, ask, placeholder, more, none, unanswered}, `show(thing)` the children of its button. With `many`
 * several are chosen, in order, and put in together.
 */
export function pick(source, words, show, { many = false, className, footer = [] }) {
  const search = make("input", { type: "search", autocomplete: "off", placeholder: words.placeholder, ariaLabel: words.ask });
  const status = make("p", { className: "editor-library-status", role: "status" });
  const grid = make("div", { className: `${className}-grid` });
  const more = make("button", { type: "button", textContent: words.more, hidden: true });
  const done = make("button", { type: "button", className: "editor-main", hidden: !many, disabled: true, textContent: gettext("Put in") });
  const { element, result, close } = dialog(words.title, [
    search, status, grid, make("div", { className: "editor-dialog-buttons editor-dialog-end" }, [done, more]), ...footer,
  ]);
  element.classList.add(className);
  const chosen = [];
  let asked = 0;
  let page = 1;

  function choose(thing) {
    if (!many) return close([thing]);
    const at = chosen.findIndex(({ id }) => id === thing.id);
    if (at < 0) chosen.push(thing);
    else chosen.splice(at, 1);
    mark();
  }

  function mark() {
    if (!many) return;
    for (const choice of grid.children) {
      const place = chosen.findIndex(({ id }) => String(id) === choice.dataset.id);
      choice.setAttribute("aria-pressed", place >= 0);
      choice.dataset.place = place + 1;
    }
    done.disabled = !chosen.length;
    done.textContent = chosen.length ? `${gettext("Put in")} (${chosen.length})` : gettext("Put in");
  }
  done.addEventListener("click", () => close(chosen));

  const ask = async (from) => {
    page = from;
    const mine = ++asked;
    status.textContent = gettext("Searching …");
    let found;
    try {
      found = await source.find({ q: search.value, page });
    } catch {
      if (mine === asked) status.textContent = words.unanswered;
      return;
    }
    if (mine !== asked) return; // another search was asked since
    if (page === 1) grid.replaceChildren();
    grid.append(...found[source.name].map((thing) => {
      const choice = make("button", { type: "button", className: `${className}-choice` }, show(thing));
      choice.dataset.id = thing.id;
      choice.addEventListener("click", () => choose(thing));
      return choice;
    }));
    mark();
    status.textContent = grid.childElementCount ? "" : words.none;
    more.hidden = !found.more;
  };
  let timer;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 200, 1);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  more.addEventListener("click", () => ask(page + 1));
  // Back from adding something in the other tab.
  const renew = () => ask(1);
  window.addEventListener("focus", renew);
  result.then(() => window.removeEventListener("focus", renew));
  ask(1);
  search.focus();
  return result;
}
