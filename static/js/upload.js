// Many pictures into the library at once: chosen or dropped, each sent by itself, with its progress and its own errors.
// Without this file the form sends one, and the page of that picture opens.

const gettext = window.gettext ?? ((text) => text);
const ngettext = window.ngettext ?? ((one, many, count) => (count === 1 ? one : many));
const interpolate = window.interpolate ?? ((text, values) => text.replace(/%s/g, () => values.shift()));
const AT_ONCE = 2;

const form = document.querySelector("[data-upload]");

/** Build an element: make("p", { className: "quiet" }, [children]). */
function make(name, properties, children = []) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Send one file: resolves with the answer; rejects with words for the editor. */
function send(file, onProgress) {
  return new Promise((resolve, reject) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("error", () => reject(gettext("The connection broke. Try again.")));
    request.addEventListener("load", () => {
      try {
        resolve(JSON.parse(request.responseText));
      } catch {
        const expired = request.status === 403 || request.responseURL !== form.action;
        reject(expired ? gettext("You are logged out. Log in, then try again.") : gettext("The picture could not be stored. Try again."));
      }
    });
    request.send(data);
  });
}

class Uploads {
  constructor() {
    this.list = form.querySelector(".uploads");
    this.told = form.querySelector(".upload-told");
    this.waiting = [];
    this.running = this.stored = this.known = this.failed = this.total = 0;
  }

  add(files) {
    this.list.hidden = false;
    for (const file of files) {
      this.total += 1;
      const thumbnail = make("img", { alt: "", src: URL.createObjectURL(file) });
      thumbnail.addEventListener("error", () => thumbnail.classList.add("upload-broken"));
      const upload = {
        file,
        thumbnail,
        bar: make("progress", { max: 1, value: 0, ariaLabel: gettext("Progress") }),
        said: make("p", { className: "upload-said" }, [gettext("Waiting")]),
        tools: make("span", { className: "upload-tools" }),
      };
      upload.row = make("li", {}, [
        thumbnail,
        make("div", {}, [make("bdi", { className: "upload-name", textContent: file.name }), upload.bar, upload.said]),
        upload.tools,
      ]);
      this.list.append(upload.row);
      this.waiting.push(upload);
    }
    this.next();
  }

  next() {
    this.tell();
    while (this.running < AT_ONCE && this.waiting.length) this.one(this.waiting.shift());
  }

  async one(upload) {
    this.running += 1;
    upload.row.className = "";
    upload.tools.replaceChildren();
    upload.bar.hidden = false;
    upload.bar.value = 0;
    upload.said.textContent = gettext("Sending …");
    try {
      if (upload.file.size > Number(form.dataset.mostBytes)) this.refused(upload, [form.dataset.tooLarge]);
      else {
        const answer = await send(upload.file, (part) => {
          upload.bar.value = part;
          if (part === 1) upload.said.textContent = gettext("Being prepared …");
        });
        if (answer.picture) this.done(upload, answer);
        else this.refused(upload, answer.errors);
      }
    } catch (words) {
      this.broken(upload, words);
    }
    upload.bar.hidden = true;
    this.running -= 1;
    this.next();
  }

  done(upload, { picture, twin }) {
    if (twin) this.known += 1;
    else this.stored += 1;
    upload.row.className = twin ? "upload-known" : "upload-done";
    URL.revokeObjectURL(upload.thumbnail.src);
    upload.thumbnail.src = picture.thumbnail;
    const words = [twin ? gettext("In the library already; it was not stored again.") : gettext("Stored."), picture.alike, picture.note];
    upload.said.textContent = words.filter(Boolean).join(" ");
    const next = picture.described ? gettext("Open the picture") : gettext("Describe it");
    upload.tools.append(make("a", { href: picture.address, className: "button", target: "_blank", textContent: next, ariaLabel: `${next}: ${upload.file.name}` }));
  }

  refused(upload, errors) {
    this.failed += 1;
    upload.row.className = "upload-failed";
    upload.said.textContent = errors.join(" ");
  }

  broken(upload, words) {
    this.refused(upload, [words]);
    const again = make("button", { type: "button", className: "button", textContent: gettext("Try again"), ariaLabel: `${gettext("Try again")}: ${upload.file.name}` });
    again.addEventListener("click", () => {
      this.failed -= 1;
      this.waiting.push(upload);
      this.next();
    });
    upload.tools.append(again);
  }

  tell() {
    const done = this.stored + this.known + this.failed;
    if (done < this.total) {
      this.told.textContent = interpolate(gettext("%s of %s"), [done, this.total]);
      return;
    }
    const words = [];
    if (this.stored) words.push(interpolate(ngettext("%s picture stored.", "%s pictures stored.", this.stored), [this.stored]));
    if (this.known) words.push(interpolate(ngettext("%s was in the library already.", "%s were in the library already.", this.known), [this.known]));
    if (this.failed) words.push(interpolate(ngettext("%s could not be stored.", "%s could not be stored.", this.failed), [this.failed]));
    this.told.replaceChildren(words.join(" "), " ");
    if (this.stored) this.told.append(make("a", { href: location.href, textContent: gettext("Show them in the list") }));
  }
}

if (form) {
  const uploads = new Uploads();
  const input = form.elements.file;
  input.multiple = true;
  form.classList.add("upload-ready");
  form.querySelector(".upload-or").hidden = false;
  form.querySelector("[type=submit]").hidden = true;

  input.addEventListener("change", () => {
    uploads.add(input.files);
    input.value = "";
  });

  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0; // of elements the dragged files are over; each child tells of its own
  const mark = (change) => {
    depth = Math.max(0, depth + change);
    document.body.classList.toggle("upload-over", depth > 0);
  };
  document.addEventListener("dragenter", (event) => holdsFiles(event) && mark(1));
  document.addEventListener("dragleave", (event) => holdsFiles(event) && mark(-1));
  document.addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark(-depth);
    uploads.add(event.dataTransfer.files);
  });

  addEventListener("beforeunload", (event) => {
    if (uploads.running) event.preventDefault();
  });
}
