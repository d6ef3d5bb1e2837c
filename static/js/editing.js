// An open form keeps its lock and what is typed into it, and says what happens elsewhere. Without this file a save is
// still refused where it would overwrite another, and comes back with its text.

const gettext = window.gettext ?? ((text) => text);
const KEEP = 5_000; // milliseconds between two looks at what was typed
const HEARTBEAT = 15_000; // and at most so long without a word to the server
const AWAY = 30 * 60_000; // whoever touches nothing for so long edits no more, and their login may end

const notices = document.querySelector("[data-editing]");
// Scripts that dress the form up come first: what they do to it is not typed.
if (notices?.hasAttribute("data-may")) addEventListener("load", () => start(notices.closest("form"), notices.dataset));

function start(form, { editing: address, article, writer, restored, known }) {
  const news = notices.querySelector("[data-news]");
  const trouble = notices.querySelector("[data-trouble]");
  const said = Object.assign(document.createElement("span"), { className: "kept quiet" });
  document.querySelector(".toolbar-save")?.before(said);
  form.autocomplete = "off"; // or Firefox puts old text into a form of the newest version when it is loaded again

  const own = new Set(["csrfmiddlewaretoken", "window"]);
  const typed = () => JSON.stringify([...new FormData(form)].filter(([name, value]) => !own.has(name) && typeof value === "string"));
  const opened = typed();
  let kept = "unsaved" in notices.dataset ? "" : opened; // what the server has, or what is saved
  let mine = false;
  let heard = 0;
  let touched = Date.now();
  let queue = Promise.resolve();
  let isSending = false; // the form itself

  function message(more = {}) {
    const body = new FormData();
    const { seen, csrfmiddlewaretoken, window } = form.elements;
    const parts = { csrfmiddlewaretoken: csrfmiddlewaretoken.value, window: window.value, article, writer, restored, ...more };
    parts.seen = Math.max(seen?.value ?? 0, known) || "";
    if (mine) parts.had = "1";
    const now = typed();
    // Whoever takes everything back has nothing unsaved.
    if (now !== kept) parts.typed = now === opened && !("unsaved" in notices.dataset) ? "" : now;
    for (const [name, value] of Object.entries(parts)) body.set(name, value);
    return { body, now };
  }

  function say(text, login) {
    if (trouble.dataset.text === text) return;
    trouble.dataset.text = text;
    trouble.replaceChildren();
    if (!text) return;
    const notice = Object.assign(document.createElement("div"), { className: "notice notice-trouble" });
    notice.append(Object.assign(document.createElement("p"), { textContent: text }));
    if (login) notice.append(Object.assign(document.createElement("a"), { className: "button", href: login, target: "_blank", rel: "noopener", textContent: gettext("Log in") }));
    trouble.append(notice);
  }

  /** Tell the server, and show its answer; false when it did not take what was typed. */
  async function tell(more, isAgain = false) {
    const { body, now } = message(more);
    let response;
    try {
      response = await fetch(address, { method: "POST", body, signal: AbortSignal.timeout(10_000) });
    } catch {
      say(gettext("Not connected. Your text stays on this page."));
      return false;
    }
    if (response.status === 403 && !isAgain && (await renewToken())) return tell(more, true);
    const answer = await response.json().catch(() => null);
    if (!response.ok || response.redirected || !answer) {
      say(answer?.why ?? gettext("Your text could not be kept aside just now. It stays on this page."), answer?.login);
      return false;
    }
    say("");
    kept = now;
    heard = Date.now();
    ({ mine = mine } = answer);
    if (answer.kept) said.textContent = `${gettext("Kept aside at")} ${answer.kept}`;
    else if (body.has("typed")) said.textContent = "";
    if (body.has("typed")) document.dispatchEvent(new Event("newsroom:kept"));
    if (news.dataset.html !== answer.panel) {
      news.dataset.html = answer.panel;
      news.innerHTML = answer.panel; // a template of ours
    }
    return true;
  }

  /** A login in another tab ends the token this page was given. */
  async function renewToken() {
    const answer = await fetch(address).then((response) => response.json()).catch(() => ({}));
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = answer.token ?? field.value;
    return "token" in answer;
  }

  /** One after the other, so that an older text never comes later. */
  const send = (more) => (queue = queue.then(() => tell(more)));

  function look() {
    if (isSending) return;
    if (typed() !== kept) touched = Date.now();
    if (Date.now() - touched > AWAY) return;
    const patience = mine || !article ? HEARTBEAT : KEEP; // whoever waits for the lock asks more often
    if (typed() !== kept || Date.now() - heard > patience) send();
  }

  for (const sign of ["keydown", "pointerdown", "scroll"]) {
    addEventListener(sign, () => (touched = Date.now()), { passive: true, capture: true });
  }
  send();
  setInterval(look, KEEP);
  addEventListener("online", look);
  document.addEventListener("newsroom:keep", () => isSending || typed() === kept || send());
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", (event) => event.persisted && send());

  addEventListener("beforeunload", (event) => {
    if (!isSending && typed() !== kept) event.preventDefault();
  });

  addEventListener("pagehide", () => {
    const { body } = message({ leave: "1" });
    if (isSending) body.delete("typed");
    navigator.sendBeacon(address, body);
  });

  // What the server would not take stays here, instead of being lost on the way to a page that says so.
  form.addEventListener("submit", async (event) => {
    if (isSending) return;
    event.preventDefault();
    const { submitter } = event;
    if (form.dataset.asking) return;
    form.dataset.asking = "1";
    const isTaken = await send(submitter?.name === "_take_over" ? { take_over: "1" } : {});
    delete form.dataset.asking;
    if (submitter?.name === "_take_over") return;
    if (isTaken && (mine || !article)) {
      isSending = true;
      form.requestSubmit(submitter);
    } else {
      notices.scrollIntoView({ block: "center" });
    }
  });

  for (const button of notices.querySelectorAll("[data-discard]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (await send({ discard: button.dataset.discard })) button.closest("[data-unsaved-row]").remove();
    });
  }

  for (const button of notices.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    const field = document.getElementById(button.dataset.copy);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch { // only where the address is safe, and only with leave
        field.closest("details").open = true;
        field.select();
        document.execCommand("copy");
      }
      button.textContent = gettext("Copied");
    });
  }

  document.querySelector("[data-arrive]")?.focus();
}
