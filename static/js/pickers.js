// Pickers that offer to make what is missing: a tag at once, an author after the form asked for their title. What is
// likely meant stands above the offer, for the server proposes it.

const gettext = window.gettext ?? ((text) => text);
const $ = window.django?.jQuery;
const plain = $?.fn.djangoAdminSelect2;
const offers = new Map([...document.querySelectorAll("[data-makes]")].map((offer) => [offer.dataset.makes, offer.dataset]));

// Before the admin's own script dresses the pickers of the page, and those of rows that are added.
if (plain) {
  $.fn.djangoAdminSelect2 = function () {
    const offered = (_place, select) => offers.has(select.dataset.fieldName);
    plain.call(this.not(offered));
    this.filter(offered).each((_place, select) => dress(select, offers.get(select.dataset.fieldName)));
    return this;
  };
}

function dress(select, { address, words, asks }) {
  const { appLabel: app_label, modelName: model_name, fieldName: field_name } = select.dataset;
  $(select).select2({
    ajax: {
      delay: 150,
      data: ({ term, page }) => ({ term, page, app_label, model_name, field_name }),
      processResults: ({ results, pagination }, { term = "" }) => {
        const text = term.trim();
        const offer = text.length > 1 && !pagination.more ? [{ id: `+${text}`, text, isNew: true }] : [];
        return { results: [...results, ...offer], pagination };
      },
    },
    templateResult: ({ isNew, text }) => (isNew ? words.replace("%(name)s", text) : text),
  });
  $(select).on("select2:select", async ({ params: { data } }) => {
    if (!data.isNew) return;
    const said = select.parentElement.querySelector(".picker-fault") ?? Object.assign(document.createElement("p"), { className: "picker-fault errorlist", role: "alert" });
    select.parentElement.append(said);
    said.textContent = "";
    let made = asks === undefined ? await send(address, { name: data.text }) : await ask(address, data.text);
    if (made?.there) [made] = made.there; // of the very name
    for (const option of [...select.options]) if (option.value === data.id) option.remove();
    if (made?.id) {
      const there = [...select.options].find((option) => option.value === String(made.id));
      if (there) there.selected = true;
      else select.append(new Option(made.text, made.id, true, true));
    }
    said.textContent = made?.why ?? "";
    $(select).trigger("change");
  });
}

/** {id, text} of what was made; {there} of those that have the name; {why} it could not be. */
async function send(address, parts) {
  const body = new FormData();
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries({ ...parts, csrfmiddlewaretoken: token })) body.set(name, value);
  const answer = await fetch(address, { method: "POST", body }).then((response) => response.json()).catch(() => null);
  return answer ?? { why: gettext("Not connected. Try again.") };
}

/** Ask for the name and title of an author; null when none shall be made. */
async function ask(address, given) {
  const { dialog, make } = await import("newsroom/editor-parts"); // lists load this file too, and have no editor
  const name = make("input", { type: "text", value: given, maxLength: 150, dir: "auto", autocomplete: "off" });
  const title = make("input", { type: "text", maxLength: 150, dir: "auto", autocomplete: "off" });
  const fault = make("p", { className: "editor-fault", role: "alert" });
  const there = make("div", { className: "editor-dialog-buttons" });
  const save = make("button", { type: "submit", className: "editor-main", textContent: gettext("Add") });
  const form = make("form", { noValidate: true }, [
    make("label", {}, [gettext("Name"), name]),
    make("label", {}, [gettext("Title, such as: writer and researcher"), title]),
    fault,
    there,
    make("div", { className: "editor-dialog-buttons" }, [save]),
  ]);
  const { result, close } = dialog(gettext("New author"), [form]);
  let isSure = false;
  name.addEventListener("input", () => {
    isSure = false;
    save.textContent = gettext("Add");
    there.replaceChildren();
    fault.textContent = "";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    save.disabled = true;
    const answer = await send(address, { name: name.value, title: title.value, ...(isSure ? { sure: "1" } : {}) });
    save.disabled = false;
    if (answer.id) close(answer);
    fault.textContent = answer.there ? gettext("There is an author of this name. Is it the same person?") : answer.why ?? "";
    if (!answer.there) return;
    isSure = true;
    save.textContent = gettext("Another person: add");
    there.replaceChildren(...answer.there.map((author) => {
      const choose = make("button", { type: "button", textContent: author.text });
      choose.addEventListener("click", () => close(author));
      return choose;
    }));
  });
  title.focus();
  return result;
}
