// The readers' page beside the form: it shows what is typed, and follows whenever that is kept aside.

const SOON = 800; // milliseconds after the last key, while the page is looked at
const MEMORY = "newsroom-beside"; // a save loads the form again, and the page should still stand there

const beside = document.querySelector(".beside");
if (beside && document.querySelector("[data-editing][data-may]")) start();

function start() {
  const form = document.querySelector("#article_form");
  const stage = beside.querySelector(".beside-stage");
  const ways = [...form.querySelectorAll("[data-beside]")];
  const languages = [...beside.querySelectorAll("[data-address]")];
  const widths = [...beside.querySelectorAll("[data-width]")];
  let shown = null; // the frame one sees
  let coming = null; // the one that takes its place once it is there
  let isOld = false;
  let timer = 0;

  const chosen = (buttons) => buttons.find((button) => button.ariaPressed === "true");
  const choose = (buttons, one) => buttons.forEach((button) => (button.ariaPressed = button === one));

  function remember() {
    sessionStorage.setItem(MEMORY, JSON.stringify([!beside.hidden, chosen(languages).lang, chosen(widths).dataset.width]));
  }

  function open(isOpen) {
    beside.hidden = !isOpen;
    choose(ways, ways[Number(isOpen)]);
    if (isOpen) {
      fit();
      document.dispatchEvent(new Event("newsroom:keep"));
      load();
    }
  }

  /** A frame as wide as the screen it stands for, made as small as the place it has. */
  function fit() {
    const width = Number(chosen(widths).dataset.width);
    stage.style.setProperty("--width", `${width}px`);
    stage.style.setProperty("--scale", Math.min(1, stage.clientWidth / width));
  }

  /** Load the page behind the one that is seen, and let it come forward where the other was read. */
  function load() {
    if (beside.hidden) return;
    if (coming) {
      isOld = true;
      return;
    }
    const frame = (coming = document.createElement("iframe"));
    frame.title = stage.dataset.title;
    frame.className = "is-coming";
    frame.dataset.address = chosen(languages).dataset.address;
    frame.src = frame.dataset.address;
    frame.addEventListener("load", () => {
      const page = frame.contentDocument; // not ours to read where the server did not answer
      if (page?.querySelector(".preview, .nothing")) {
        if (shown?.dataset.address === frame.dataset.address) {
          frame.contentWindow.scrollTo({ top: shown.contentWindow.scrollY, behavior: "instant" });
        }
        // Its links lead out of the frame, which no other page of ours may stand in.
        for (const link of page.querySelectorAll("a[href]")) if (!link.getAttribute("href").startsWith("#")) link.target = "_blank";
        page.addEventListener("submit", (event) => event.preventDefault());
        page.addEventListener("keydown", press);
        shown?.remove();
        shown = frame;
        frame.classList.remove("is-coming");
      } else {
        frame.remove();
      }
      coming = null;
      if (isOld) {
        isOld = false;
        load();
      }
    }, { once: true });
    stage.append(frame);
  }

  function press(event) {
    // By its place on the keyboard: in an Arabic layout it writes another letter.
    if (event.code !== "KeyP" || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(beside.hidden);
    remember();
  }

  for (const button of ways) {
    button.addEventListener("click", () => {
      open(Boolean(button.dataset.beside));
      remember();
    });
  }
  for (const buttons of [languages, widths]) {
    for (const button of buttons) {
      button.addEventListener("click", () => {
        choose(buttons, button);
        remember();
        fit();
        if (buttons === languages) load();
      });
    }
  }
  document.addEventListener("keydown", press);
  document.addEventListener("newsroom:kept", load);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    if (!beside.hidden) timer = setTimeout(() => document.dispatchEvent(new Event("newsroom:keep")), SOON);
  });
  new ResizeObserver(fit).observe(stage);

  form.querySelector(".beside-switch").hidden = false;
  const [wasOpen, language, width] = JSON.parse(sessionStorage.getItem(MEMORY) ?? "[]");
  choose(languages, languages.find((button) => button.lang === language) ?? languages[0]);
  const wanted = matchMedia("(max-width: 47.99rem)").matches ? "390" : width ?? "1280";
  choose(widths, widths.find((button) => button.dataset.width === wanted));
  if (wasOpen) open(true);
}
