// Comforts for readers. Every page reads, navigates and shares without this file.

const root = document.documentElement;
const all = (selector) => document.querySelectorAll(selector);

/** Remember a choice in this browser alone; a browser that refuses is no error. */
function remember(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // The choice then holds until the page is left.
  }
}

const THEMES = ["auto", "light", "dark"];

for (const button of all("[data-theme-switch]")) {
  const words = button.querySelector("span");
  const name = () => root.dataset.theme || "auto";
  const show = () => (words.textContent = button.dataset[name()]);
  show();
  button.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(name()) + 1) % THEMES.length];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    remember("theme", root.dataset.theme);
    show();
  });
}

const SMALLEST = -1;
const LARGEST = 2;

for (const button of all("[data-text-step]")) {
  button.addEventListener("click", () => {
    const step = Number(root.dataset.text || 0) + Number(button.dataset.textStep);
    root.dataset.text = Math.min(LARGEST, Math.max(SMALLEST, step));
    remember("text", root.dataset.text === "0" ? "" : root.dataset.text);
  });
}

const DAY = 86400;

/** «منذ 7 دقائق» instead of a date, while that is less than a day ago; the date stays as the title. */
function sayHowLongAgo() {
  const format = new Intl.RelativeTimeFormat(`${root.lang}-u-nu-${root.dataset.digits}`);
  for (const time of all("time[data-relative]")) {
    const seconds = Math.floor((Date.now() - new Date(time.dateTime)) / 1000);
    time.title ||= time.textContent;
    if (seconds < 0 || seconds >= DAY) {
      time.textContent = time.title;
      continue;
    }
    const minutes = Math.max(1, Math.floor(seconds / 60));
    const words = minutes < 60 ? format.format(-minutes, "minute") : format.format(-Math.floor(minutes / 60), "hour");
    // Browsers say «قبل»; newspapers write «منذ».
    time.textContent = words.replace(/^قبل /, "منذ ");
  }
}

sayHowLongAgo();
setInterval(() => document.hidden || sayHowLongAgo(), 60_000);

for (const button of all("[data-copy]")) {
  const words = button.querySelector("[role=status]");
  const before = words.textContent;
  if (!navigator.clipboard) button.parentElement.hidden = true;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    words.textContent = button.dataset.copied;
    setTimeout(() => (words.textContent = before), 3000);
  });
}

for (const button of all("[data-share]")) {
  button.parentElement.hidden = !navigator.share;
  button.addEventListener("click", () => {
    // Closing the sheet without sharing rejects the promise.
    navigator.share({ title: document.querySelector("h1").textContent, url: button.dataset.share }).catch(() => {});
  });
}

// What stands elsewhere is fetched when a reader asks for it, into a frame that may do little.
for (const button of all("[data-show-embed]")) {
  button.addEventListener("click", () => {
    const embed = button.closest("[data-frame]");
    const frame = document.createElement("iframe");
    frame.title = embed.dataset.title;
    frame.allow = "fullscreen; picture-in-picture; encrypted-media";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";
    frame.src = embed.dataset.frame;
    button.parentElement.replaceWith(frame);
    frame.focus();
  });
}

// A gallery that leads a story shows one picture after the other.
for (const gallery of all("[data-gallery]")) {
  const strip = gallery.querySelector(".gallery");
  const place = gallery.querySelector("[data-gallery-place]");
  if (!place) continue;
  const pictures = [...strip.children];
  const buttons = [...gallery.querySelectorAll("[data-gallery-step]")];
  const format = new Intl.NumberFormat(`${root.lang}-u-nu-${root.dataset.digits}`);
  let at = 0;

  const show = () => {
    const edge = strip.getBoundingClientRect().left;
    const distances = pictures.map((picture) => Math.abs(picture.getBoundingClientRect().left - edge));
    at = distances.indexOf(Math.min(...distances));
    const words = place.dataset.galleryPlace.replace("{place}", format.format(at + 1)).replace("{count}", format.format(pictures.length));
    if (place.textContent !== words) place.textContent = words;
    for (const button of buttons) button.disabled = !pictures[at + Number(button.dataset.galleryStep)];
  };

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const onward = Number(button.dataset.galleryStep) * (getComputedStyle(strip).direction === "rtl" ? -1 : 1);
      strip.scrollBy({ left: onward * strip.clientWidth, behavior: "instant" });
    });
  }
  strip.addEventListener("scroll", show, { passive: true });
  show();
}

const toTop = document.querySelector(".to-top");
const showToTop = () => toTop.classList.toggle("shown", scrollY > 2 * innerHeight);
addEventListener("scroll", showToTop, { passive: true });
showToTop();

// On a narrow screen the section one is in may lie beyond the edge.
document.querySelector(".sections [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });

// Most readers search for nothing: what proposes words is fetched for those who do.
for (const field of all("[data-suggest]")) {
  const start = async () => (await import(field.dataset.module)).propose(field);
  if (document.activeElement === field) start();
  else field.addEventListener("focus", start, { once: true });
}
