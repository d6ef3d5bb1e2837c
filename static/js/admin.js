// The newsroom's forms: one language at a time, and small comforts. Every page works without this file.

const form = document.querySelector("#content-main form[method=post]");
const tabs = document.querySelector(".languages");

/** The part of the form that goes with a field: its place in a line of several, its cell in rows, or its whole line. */
const partOf = (field) => field.closest(".rows-cell, .fieldBox, .form-row");

if (tabs) {
  const buttons = [...tabs.querySelectorAll("[role=tab]")];

  for (const field of form.querySelectorAll("[data-language]")) {
    const part = partOf(field);
    if (part) part.dataset.rowLanguage = field.dataset.language;
  }

  const show = (choice) => {
    form.dataset.language = choice;
    for (const button of buttons) {
      const chosen = button.dataset.show === choice;
      button.setAttribute("aria-selected", chosen);
      button.tabIndex = chosen ? 0 : -1;
    }
  };

  tabs.addEventListener("click", (event) => {
    const button = event.target.closest("[role=tab]");
    if (button) show(button.dataset.show);
  });

  tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const onward = document.documentElement.dir === "rtl" ? -step : step;
    const at = buttons.indexOf(event.target);
    const next = buttons[(at + onward + buttons.length) % buttons.length];
    next.focus();
    show(next.dataset.show);
    event.preventDefault();
  });

  if (form.querySelector("[data-row-language]")) {
    tabs.hidden = false;
    // Opened is the language of the first error; else the reader's own.
    const wrong = [...form.querySelectorAll("[data-row-language]")].find((part) => part.querySelector(".errorlist"));
    show(wrong ? wrong.dataset.rowLanguage : document.documentElement.lang);
  }
}

// Fields of other kinds than the one chosen go, and keep what is typed; what was stored in one of them stays in sight.
const kind = form?.elements.kind;
if (kind) {
  const owned = [...form.querySelectorAll("[data-kinds]")].map((field) => ({
    part: partOf(field),
    kinds: field.dataset.kinds.split(" "),
    stays: Boolean(field.defaultValue),
  }));
  const show = () => {
    for (const { part, kinds, stays } of owned) {
      part.hidden = !stays && !kinds.includes(kind.value) && !part.querySelector(".errorlist");
    }
  };
  kind.addEventListener("change", show);
  show();
}

if (document.querySelector(".toolbar[data-add]")) {
  [...form.querySelectorAll("input:not([type=hidden]), textarea")].find((field) => field.offsetParent)?.focus();
}

// A phone shows a list as cards, where each value needs its column's name.
const heads = [...document.querySelectorAll("#result_list thead th")];
for (const row of document.querySelectorAll("#result_list tbody tr")) {
  [...row.children].forEach((cell, place) => {
    cell.dataset.label = heads[place]?.querySelector(".text")?.textContent.trim() ?? "";
  });
}

/** The picker draws itself beside its field and takes no name along. */
function namePickers() {
  for (const select of form.querySelectorAll("select.select2-hidden-accessible")) {
    const name = select.labels[0]?.textContent.replace(/:\s*$/, "").trim() ?? "";
    for (const part of select.nextElementSibling?.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]") ?? []) {
      if (part.getAttribute("aria-label") !== name) part.setAttribute("aria-label", name);
    }
  }
}

if (form) {
  new MutationObserver(namePickers).observe(form, { childList: true, subtree: true });
  namePickers();
}

// On a phone filters lie folded under their heading.
if (matchMedia("(max-width: 767px)").matches) {
  for (const filter of document.querySelectorAll("#changelist-filter details")) filter.open = false;
}

for (const preview of document.querySelectorAll("[data-preview-of]")) {
  const choice = document.getElementById(preview.dataset.previewOf);
  // The picker tells of a choice through jQuery only.
  window.django?.jQuery?.(choice).on("change", async () => {
    const wanted = choice.value;
    const answer = wanted && await fetch(`${preview.dataset.library}?ids=${wanted}`);
    const [picture] = answer?.ok ? (await answer.json()).pictures : [];
    if (wanted !== choice.value) return; // another was chosen since
    preview.hidden = !picture;
    if (!picture) return;
    preview.querySelector("img").src = picture.large;
    preview.querySelector("figcaption").textContent = picture.note;
  });
}
