// What word processors, messengers and web pages put on the clipboard, as plain HTML the editor knows.
//
// Under the newsroom's policy a parsed page has no inline styles, so what they mean is read from their text.

// Directional controls, invisible separators and the byte order mark; never the joiners that spelling needs.
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;

/** Pasted text without what cannot be seen. */
export function cleanText(text) {
  return text.replace(INVISIBLE, "").replace(/[\u00a0\u202f\u2007]/g, " ");
}

// What of a web page is no text. Pictures come from the library alone.
const NO_TEXT = "style, script, noscript, template, title, meta, link, xml, img, picture, svg, video, audio, canvas, object, embed, iframe, nav, aside, form, button, input, select, textarea, [hidden], [aria-hidden=true], [data-style*='mso-element:footnote-list']";

/**
 * Pasted HTML with its meaning kept and its looks gone; `direction` is that of the text it comes into, `providers` know
 * the addresses of what stands elsewhere.
 */
export function cleanPaste(html, direction, providers = null) {
  if (html.includes("data-pm-slice")) return html; // from an editor like this one
  // Parsed with its styles and handlers, each would be a breach of the policy.
  const renamed = html
    .replace(/<style\b.*?<\/style>/gis, "")
    .replace(/<!--\[if !supportLists\]-->|<!--\[endif\]-->|<!\[if[^\]]*\]>|<!\[endif\]>/g, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)\s*=/gi, " data-$1="));
  const { body } = new DOMParser().parseFromString(renamed, "text/html");
  footnotes(body);
  if (providers) embeds(body, providers);
  for (const image of body.querySelectorAll("img")) if (EMOJI.test(image.alt)) image.replaceWith(image.alt);
  for (const gone of body.querySelectorAll(NO_TEXT)) gone.remove();
  for (const figure of body.querySelectorAll("figure:not([data-embed])")) {
    if (figure.querySelector("table, blockquote")) unwrap(figure);
    else figure.remove();
  }
  for (const paragraph of body.querySelectorAll("p.MsoTitle")) {
    const heading = paragraph.ownerDocument.createElement("h2");
    heading.append(...paragraph.childNodes);
    paragraph.replaceWith(heading);
  }
  wordLists(body);
  for (const element of [...body.querySelectorAll("*")]) {
    if (element.localName.includes(":") || element.localName === "font") unwrap(element);
  }
  for (const element of [...body.querySelectorAll("b, i, span, strong, em")]) dress(element);
  for (const link of [...body.querySelectorAll("a")]) tidyLink(link);
  tidyText(body);
  tidyBlocks(body, direction);
  return body.innerHTML;
}

const EMOJI = /^(\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|[\u200d\ufe0f\u20e3#*0-9])+$/u;

/** Players and framed posts of providers we know become references to what they show. */
function embeds(body, providers) {
  for (const element of body.querySelectorAll("iframe, blockquote.twitter-tweet, blockquote.instagram-media, blockquote.tiktok-embed")) {
    const links = [...element.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"));
    const addresses = [element.getAttribute("src"), element.getAttribute("cite"), element.dataset.instgrmPermalink, ...links.reverse()];
    const found = addresses.map((address) => address && providers.find(address)).find(Boolean);
    if (!found) continue;
    const figure = body.ownerDocument.createElement("figure");
    figure.dataset.embed = found.url;
    const outer = element.closest("figure");
    if (body.contains(outer)) outer.replaceWith(figure);
    else element.replaceWith(figure);
  }
}

/** A mark that leads to a note which leads back becomes the note itself. */
function footnotes(body) {
  const named = (name) => body.querySelector(`[id="${CSS.escape(name)}"], a[name="${CSS.escape(name)}"]`);
  const target = (link) => {
    const [, name] = link.getAttribute("href").match(/^(?:file:[^#]*)?#(.+)$/) ?? [];
    return name ? named(name) : null;
  };
  for (const mark of [...body.querySelectorAll("a[href]")]) {
    const place = body.contains(mark) && target(mark);
    const block = place && (place.closest("[data-style*='mso-element:footnote']") ?? place.closest("li, p, div"));
    const follows = block && mark.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (!follows || block.contains(mark)) continue;
    const back = [...block.querySelectorAll("a[href]")].find((link) => {
      const there = target(link);
      return there && (there === mark || there.contains(mark) || mark.contains(there));
    });
    if (!back) continue;
    (back.closest("sup") ?? back).remove();
    const note = body.ownerDocument.createElement("cite");
    note.dataset.note = "";
    const lines = block.querySelectorAll("p").length ? block.querySelectorAll("p") : [block];
    for (const line of lines) note.append(...line.childNodes, " ");
    const above = (block.parentElement === body ? block : block.parentElement).previousElementSibling;
    if (above?.localName === "hr") above.remove();
    block.remove();
    (mark.closest("sup") ?? mark).replaceWith(note);
  }
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

/** The declarations of an element's style: {property: value}. */
function styles(element) {
  const pairs = (element.dataset.style ?? "").split(";").map((each) => each.split(/:(.*)/s));
  return Object.fromEntries(pairs.map(([name, value = ""]) => [name.trim().toLowerCase(), value.trim().toLowerCase()]));
}

/** An element of looks becomes the elements of what it means. */
function dress(element) {
  const style = styles(element);
  const weight = style["font-weight"];
  const isTitle = element.closest("h1, h2, h3, h4, h5, h6");
  const tags = [];
  const says = (...names) => names.includes(element.localName);
  // A heading is bold by itself. Google Docs wraps all it copies in a <b> that is not bold.
  const isBold = weight ? weight === "bold" || weight >= 600 : says("b", "strong");
  if (isBold && !isTitle) tags.push("strong");
  if (style["font-style"] ? style["font-style"] === "italic" : says("i", "em")) tags.push("em");
  if (/line-through/.test(style["text-decoration"] ?? style["text-decoration-line"] ?? "")) tags.push("s");
  if (["sub", "super"].includes(style["vertical-align"])) tags.push(style["vertical-align"] === "sub" ? "sub" : "sup");
  let inner = element;
  for (const tag of tags) {
    const wrapper = element.ownerDocument.createElement(tag);
    wrapper.append(...inner.childNodes);
    inner.append(wrapper);
    inner = wrapper;
  }
  unwrap(element);
}

function tidyLink(link) {
  let address = link.getAttribute("href")?.trim() ?? "";
  // Mail and document programs lead links over a page of theirs.
  const over = address.match(/^https:\/\/www\.google\.com\/url\?(?:.*&)?q=([^&]+)/);
  if (over) {
    try {
      address = decodeURIComponent(over[1]);
    } catch {
      // Not encoded as it should be: the detour stays.
    }
  }
  // Places inside the document it comes from.
  if (!address || address.startsWith("#")) return unwrap(link);
  for (const { name } of [...link.attributes]) link.removeAttribute(name);
  link.setAttribute("href", address);
}

function tidyText(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = cleanText(walker.currentNode.data).replace(/\s+/g, " ");
}

const ARABIC = /[\u0620-\u064a\u066e-\u06d3]/;
const LATIN = /[A-Za-z\u00c0-\u024f]/;

function tidyBlocks(body, direction) {
  for (const element of body.querySelectorAll("*")) {
    const said = element.getAttribute("dir")?.toLowerCase();
    for (const { name } of [...element.attributes]) {
      if (!["href", "colspan", "rowspan", "start", "data-embed", "data-note"].includes(name)) element.removeAttribute(name);
    }
    // Programs write a direction everywhere; it counts where the letters agree that it differs.
    const agrees = said === "ltr" ? !ARABIC.test(element.textContent) : !LATIN.test(element.textContent);
    if (/^(p|h[1-6]|li)$/.test(element.localName) && ["ltr", "rtl"].includes(said) && said !== direction && agrees) {
      element.setAttribute("dir", said);
    }
  }
  for (const br of body.querySelectorAll("br")) {
    const parent = br.parentElement;
    const blocks = parent === body || parent.querySelector("p, div, ul, ol, table, h1, h2, h3");
    if (blocks || !br.nextSibling) br.remove();
  }
  for (const element of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, li, ul, ol, blockquote, strong, em, s, a")].reverse()) {
    if (!element.textContent.trim() && !element.querySelector("br")) {
      const spaces = element.textContent && /^(strong|em|s|a)$/.test(element.localName);
      element.replaceWith(...(spaces ? [" "] : []));
    }
  }
  for (const note of body.querySelectorAll("cite[data-note]")) note.innerHTML = note.innerHTML.replace(/^(\s|&nbsp;)+|(\s|&nbsp;)+$/g, "");
  for (const cell of body.querySelectorAll("li, td, th")) {
    const [only, ...others] = cell.querySelectorAll(":scope > p, :scope > div");
    if (only && !others.length) unwrap(only);
  }
  // Whitespace between rows and blocks is no text.
  for (const element of body.querySelectorAll("table, thead, tbody, tr, ul, ol")) {
    for (const node of [...element.childNodes]) if (node.nodeType === 3 && !node.data.trim()) node.remove();
  }
}

/** Word's paragraphs that only look like items of lists become lists. */
function wordLists(body) {
  const open = []; // the lists being filled, outermost first
  let last = null;
  const isItem = (element) => /mso-list:\s*l\d+\s+level\d/i.test(element.dataset.style ?? "");
  for (const item of [...body.querySelectorAll("p, h1, h2, h3")].filter(isItem)) {
    const level = Number(item.dataset.style.match(/level(\d+)/i)[1]);
    const sign = [...item.querySelectorAll("[data-style]")].find((each) => /mso-list:\s*ignore/i.test(each.dataset.style));
    const words = cleanText(sign?.textContent ?? "").trim();
    sign?.remove();
    const tag = /^\(?([0-9\u0660-\u0669]+|[a-z\u0621-\u064a]{1,3})[.)\u066b-]/i.test(words) ? "ol" : "ul";
    if (last === null || !follows(last, item)) open.length = 0;
    while (open.length > level) open.pop();
    if (open.length === level && open.at(-1).localName !== tag) open.pop();
    while (open.length < level) {
      const list = body.ownerDocument.createElement(tag);
      if (open.length === 0) item.before(list);
      else (open.at(-1).lastElementChild ?? open.at(-1).appendChild(body.ownerDocument.createElement("li"))).append(list);
      open.push(list);
    }
    const entry = body.ownerDocument.createElement("li");
    entry.append(...item.childNodes);
    open.at(-1).append(entry);
    last = open[0];
    item.remove();
  }
}

/** Does the item come right after the list, but for spaces? */
function follows(list, item) {
  let next = list.nextSibling;
  while (next && next.nodeType !== 1 && !next.textContent.trim()) next = next.nextSibling;
  return next === item || (next?.nodeType === 8 && next.nextElementSibling === item);
}
