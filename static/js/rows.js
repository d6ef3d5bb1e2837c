// Rows of a form: add, remove, move. Without this file a form has a few empty rows, and an emptied row is a removed one.

const filled = (row) => [...row.querySelectorAll("input, textarea")].some((field) => field.value.trim())
  || [...row.querySelectorAll("select")].some((field) => field.value && !field.querySelector("[selected]:first-child"));

for (const rows of document.querySelectorAll("[data-rows]")) {
  const name = rows.dataset.rows;
  const list = rows.querySelector("ol");
  const template = rows.querySelector("template");
  const add = rows.querySelector(".rows-add");

  /** Names and ids follow the order of the rows, which is what the form sends. */
  const number = () => {
    [...list.children].forEach((row, place) => {
      for (const attribute of ["name", "id", "for"]) {
        for (const each of row.querySelectorAll(`[${attribute}*="${name}-"]`)) {
          const value = each.getAttribute(attribute);
          each.setAttribute(attribute, value.replace(new RegExp(`\\b${name}-(\\d+|__prefix__)-`), `${name}-${place}-`));
        }
      }
      row.querySelector('[data-move="up"]').disabled = place === 0;
      row.querySelector('[data-move="down"]').disabled = place === list.children.length - 1;
    });
  };

  // Scripts that dress up fields (pickers with a search) do so to those they find; those of new rows are shown to them.
  const dress = (row) => {
    for (const select of row.querySelectorAll("select.admin-autocomplete")) {
      window.django?.jQuery?.(select).djangoAdminSelect2?.();
    }
  };

  const addRow = () => {
    list.append(template.content.cloneNode(true));
    const row = list.lastElementChild;
    row.querySelector(".rows-tools").hidden = false;
    number();
    dress(row);
    return row;
  };

  [...list.children].slice(Number(rows.dataset.filled)).forEach((row) => filled(row) || row.remove());
  for (const tools of list.querySelectorAll(".rows-tools")) tools.hidden = false;
  add.hidden = false;
  number();

  add.addEventListener("click", () => addRow().querySelector("input, select, textarea, [tabindex]").focus());

  list.addEventListener("click", (event) => {
    const button = event.target.closest(".rows-tools button");
    if (!button) return;
    const row = button.closest("li");
    if (button.dataset.move === "up") row.previousElementSibling?.before(row);
    else if (button.dataset.move === "down") row.nextElementSibling?.after(row);
    else {
      (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("[data-remove]").focus();
      row.remove();
      if (!list.children.length) add.focus();
    }
    number();
    if (!button.isConnected) return;
    if (button.disabled) button.parentElement.querySelector("button:enabled").focus();
    else button.focus();
  });
}
