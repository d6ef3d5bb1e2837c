// How the headlines look elsewhere while they are typed, and the address that would be made of them. Without this file the
// pictures of it are hidden, and an address that readers know is refused without its tick all the same.

const form = document.querySelector("#content-main form[method=post]");
const field = (name) => form.elements[name];
const text = (name) => field(name)?.value.trim() ?? "";
const first = (...names) => names.map(text).find(Boolean) ?? "";

/** Letters as people count them: without the marks on them. */
const letters = (words) => [...words.replace(/\p{M}/gu, "")].length;

/** The words that fit in, with a sign that there are more. */
function cut(words, most) {
  if (words.length <= most) return words;
  const whole = words.slice(0, most + 1).replace(/\s+\S*$/, "");
  return `${whole.slice(0, most)} …`;
}

/** What becomes of the form's texts in one language. */
function looks(place) {
  const code = place.dataset.looks;
  const slug = field(`slug_${code}`);
  const section = field("main_category");
  const preview = document.querySelector("[data-preview-of] img");
  let asked = "";
  let made = slug?.placeholder ?? "";

  function fill() {
    const label = text(`kicker_${code}`) || (section?.value ? section.selectedOptions[0].text.replace(/^[\s–-]+/, "") : "");
    const picture = preview && !preview.closest("[hidden]") ? preview.src : "";
    const shared = {
      address: `${place.dataset.address}${text(`slug_${code}`) || made}/`,
      text: cut(text(`standfirst_${code}`), 155),
      label,
    };
    for (const look of place.querySelectorAll("[data-look]")) {
      const headline = first(`${look.dataset.look}_headline_${code}`, `headline_${code}`);
      const seen = Number(look.dataset.seen);
      const words = { ...shared, title: look.dataset.look === "seo" ? cut(headline, seen) : headline };
      for (const part of look.querySelectorAll("[data-part]")) {
        if (part.dataset.part === "picture") {
          part.hidden = !picture;
          if (picture && part.src !== picture) part.src = picture;
        } else {
          part.textContent = words[part.dataset.part];
        }
      }
      const count = letters(headline);
      const said = interpolate(ngettext("%s letter", "%s letters", count), [count]);
      const isLong = count > seen;
      look.classList.toggle("look-long", isLong);
      look.querySelector("[data-count]").textContent = isLong ? `${said} – ${gettext("may be cut off")}` : said;
    }
  }

  /** One rule makes slugs, and the server has it. */
  async function propose() {
    const headline = text(`headline_${code}`);
    if (!slug || slug.dataset.known !== undefined || headline === asked) return;
    asked = headline;
    const query = new URLSearchParams({ headline, language: code });
    const answer = await fetch(`${place.dataset.slugs}?${query}`).then((response) => response.json()).catch(() => null);
    if (!answer || headline !== asked) return;
    made = slug.placeholder = answer.slug;
    fill();
  }

  let waiting;
  form.addEventListener("input", () => {
    fill();
    clearTimeout(waiting);
    waiting = setTimeout(propose, 300);
  });
  form.addEventListener("change", fill);
  if (preview) new MutationObserver(fill).observe(preview.parentElement, { attributes: true, subtree: true });
  place.hidden = false;
  fill();
  propose();
}

// An address readers know stands fast until one says that it changes.
const tick = field("new_address");
for (const slug of form.querySelectorAll("[data-known]")) {
  const known = slug.value;
  const show = () => {
    slug.readOnly = tick ? !tick.checked : true;
    if (slug.readOnly) slug.value = slug.defaultValue || known;
  };
  tick?.addEventListener("change", () => {
    show();
    if (!slug.readOnly && slug.offsetParent) slug.focus();
    form.dispatchEvent(new Event("input"));
  });
  show();
}

for (const place of form.querySelectorAll("[data-looks]")) looks(place);
