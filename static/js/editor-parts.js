// Small pieces of the editor's surface: elements, buttons with a drawn sign, dialogs.

const gettext = window.gettext ?? ((text) => text);

/** An element with properties and children. */
export function make(tag, properties = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

// Lines on a square of 24; a word is written instead.
const SIGNS = {
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  italic: "M10 5h8M6 19h8M14.5 5l-5 14",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.6 1.6M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.6-1.6",
  bullets: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 4.5l1.2-.7v4.4M3.8 15.8c.3-1.6 2.6-1.3 2.3.2-.2.8-1.4 1.6-2.4 2.6h2.6",
  quote: "M5 6h6v6c0 3-1.5 5-4 6M14 6h6v6c0 3-1.5 5-4 6",
  picture: "M4 5h16v14H4zM4 16l4.5-4.5 4 4L15 13l5 4.5M15.5 9h.01",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  line: "M4 12h16M8 7h8M8 17h8",
  ltr: "M10 4v11M14 4v11M17 4H9.5a3.5 3.5 0 0 0 0 7H10M4 19h15M16 16l3 3-3 3",
  rtl: "M10 4v11M14 4v11M17 4H9.5a3.5 3.5 0 0 0 0 7H10M5 19h15M8 16l-3 3 3 3",
  isolate: "M8 4H5v16h3M16 4h3v16h-3M9 12h6M12.5 9.5 15 12l-2.5 2.5",
  undo: "M9 14 4 9l5-5M4 9h10a5.5 5.5 0 0 1 0 11h-3",
  redo: "m15 14 5-5-5-5M20 9H10a5.5 5.5 0 0 0 0 11h3",
  source: "m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14",
  gallery: "M8 4h13v11H8zM8 12l3.5-3.5 3 3L17 9l4 4M4 8v12h14M17.5 7h.01",
  embed: "M4 5h16v14H4zM10 9l5 3-5 3z",
  card: "M4 5h16v14H4zM7.5 9h4v6h-4zM14 9.5h3M14 12h3M14 14.5h3",
  pull: "M3 5h18M3 19h18M8 9h3v3c0 1.8-.8 2.8-2.2 3.4M14 9h3v3c0 1.8-.8 2.8-2.2 3.4",
  note: "M4 18h10M4 13h9M4 8h6M17.5 4.6 19 4v6",
  find: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 21 21",
  style: "M4 17 8.5 6h1L14 17M5.5 13.5h7M14 19l2.5 2.5L21 15",
  keys: "M3 6h18v12H3zM6.5 9.5h.01M10 9.5h.01M14 9.5h.01M17.5 9.5h.01M7 14.5h10",
  earlier: "M12 20V5M6 11l6-6 6 6",
  later: "M12 4v15M6 13l6 6 6-6",
  swap: "M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4",
  remove: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  "align-none": "M4 5h16M7 9h10v6H7zM4 19h16",
  "align-start": "M4 5h16M4 9h8v6H4zM15 9.5h5M15 14.5h5M4 19h16",
  "align-end": "M4 5h16M12 9h8v6h-8zM4 9.5h5M4 14.5h5M4 19h16",
  "align-wide": "M7 4h10M3 8h18v8H3zM7 20h10",
};

/** A button with a sign, or with its word where there is none. */
export function button(sign, title, press) {
  const element = make("button", { type: "button", title, ariaLabel: title });
  element.dataset.name = sign;
  if (SIGNS[sign]) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", SIGNS[sign]);
    svg.append(path);
    element.append(svg);
  } else {
    element.textContent = sign;
  }
  // The text keeps its selection while its tools are used.
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("click", press);
  return element;
}

/**
 * A dialog over the page. Returns its element, `close(value)`, and the promise of that value: null when it is dismissed.
 */
export function dialog(title, children) {
  const heading = make("h2", { textContent: title });
  const dismiss = make("button", { type: "button", className: "editor-dialog-close", textContent: "×", ariaLabel: gettext("Close") });
  const element = make("dialog", { className: "editor-dialog", ariaLabel: title }, [
    make("div", { className: "editor-dialog-head" }, [heading, dismiss]),
    ...children,
  ]);
  let value = null;
  const result = new Promise((resolve) => {
    element.addEventListener("close", () => {
      element.remove();
      resolve(value);
    });
  });
  const close = (given = null) => {
    value = given;
    element.close();
  };
  dismiss.addEventListener("click", () => close());
  element.addEventListener("click", (event) => {
    if (event.target === element) close(); // beside the dialog
  });
  document.body.append(element);
  element.showModal();
  return { element, result, close };
}
