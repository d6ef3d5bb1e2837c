// Proposals under a search box while a reader types (the combobox pattern). The box searches without this file.

const PAUSE = 200; // milliseconds without a key before the site is asked
const SHORTEST = 2;

export function propose(field) {
  const list = document.createElement("ul");
  let chosen = -1;
  let asked = 0;
  let timer;
  list.className = "proposals";
  list.id = `${field.id}-proposals`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.getAttribute("aria-label"));
  field.closest(".search-box").append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    field.setAttribute(name, value);
  }

  function open(is) {
    list.hidden = !is;
    field.setAttribute("aria-expanded", is);
    if (!is) choose(-1);
  }

  function choose(number) {
    chosen = number;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", place === number));
    if (number < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list.children[number].id);
      list.children[number].scrollIntoView({ block: "nearest" });
    }
  }

  function show(proposals) {
    list.replaceChildren(
      ...proposals.map(({ text, url, kind }, place) => {
        const option = document.createElement("li");
        const words = document.createElement("span");
        const small = document.createElement("small");
        option.id = `${list.id}-${place}`;
        option.dataset.url = url;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        words.textContent = text;
        words.dir = "auto";
        small.textContent = kind;
        option.append(words, small);
        return option;
      }),
    );
    choose(-1);
    open(proposals.length > 0 && document.activeElement === field);
  }

  async function ask() {
    const mine = ++asked;
    const words = field.value.trim().replace(/\s+/g, " ");
    if (words.length < SHORTEST || words.length > 40) return open(false);
    try {
      const answer = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ q: words })}`);
      const { suggestions } = await answer.json();
      if (mine === asked) show(suggestions); // another key may have been pressed since
    } catch {
      open(false); // without proposals the box is what it was
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("blur", () => open(false));
  field.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (list.hidden && event.key === "ArrowDown" && last >= 0) open(true);
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else return;
    event.preventDefault();
  });
  // Before the box loses the focus, and with it the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
  if (field.value !== field.defaultValue) ask();
}
