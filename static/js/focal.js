// The focal point of a picture, chosen by a click on it or by the arrow keys, and what each crop would keep of it.
// Without this file two fields take it as numbers.

const gettext = window.gettext ?? ((text) => text);
const interpolate = window.interpolate ?? ((text, values) => text.replace(/%s/g, () => values.shift()));

const within = (number, most) => Math.min(most, Math.max(0, number));

/** Where a crop lies, as the percentages of `object-position`. images/crop.py cuts the same part. */
export function position([width, height], [across, down], [x, y]) {
  const size = width * down > height * across ? [height * across / down, height] : [width, width * down / across];
  return [[width, size[0], x], [height, size[1], y]].map(([whole, part, point]) => {
    const free = whole - part;
    return free < 1e-9 ? 50 : within(whole * point - part / 2, free) / free * 100;
  });
}

for (const place of document.querySelectorAll("[data-focal]")) {
  const fields = place.dataset.focal.split(" ").map((id) => document.getElementById(id));
  const file = document.getElementById(place.dataset.focalFile);
  const image = place.querySelector("img");
  const mark = place.querySelector(".focal-point");
  const crops = place.parentElement.querySelector(".focal-crops");
  const told = document.querySelector("[data-focal-told]");
  const isEditable = fields.every(Boolean); // who may only look has no fields
  const stored = [place.dataset.x, place.dataset.y];

  const point = () => fields.map((field, axis) => within(Number.parseFloat(field?.value ?? stored[axis]) || 0, 1));

  const show = () => {
    const [x, y] = point();
    mark.style.left = `${x * 100}%`; // of the picture, which does not turn with the direction of the page
    mark.style.top = `${y * 100}%`;
    mark.hidden = !isEditable;
    crops.hidden = !image.naturalWidth;
    for (const crop of crops.querySelectorAll("[data-crop]")) {
      const shown = crop.querySelector("img");
      if (shown.src !== image.src) shown.src = image.src;
      const ratio = crop.dataset.crop.split("x").map(Number);
      const at = position([image.naturalWidth, image.naturalHeight], ratio, [x, y]);
      shown.style.objectPosition = at.map((part) => `${part.toFixed(3)}%`).join(" ");
    }
  };

  const set = (x, y) => {
    [x, y].forEach((value, axis) => { fields[axis].value = within(value, 1).toFixed(3); });
    show();
  };

  image.addEventListener("load", show);
  if (image.complete && !place.hidden) show();
  if (!isEditable) continue;

  place.classList.add("focal-ready");
  place.addEventListener("click", (event) => {
    if (!event.detail) return; // Enter on the mark is no click on a place
    // Counted on the screen from the picture's own corner, so the direction of the page does not matter.
    const box = image.getBoundingClientRect();
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });

  mark.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = point();
    const length = event.shiftKey ? 0.1 : 0.01;
    set(x + step[0] * length, y + step[1] * length);
    const percent = point().map((each) => `${Math.round(each * 100)}%`);
    told.textContent = interpolate(gettext("%s from the left, %s from the top"), percent);
  });

  for (const field of fields) field.addEventListener("input", show);

  file?.addEventListener("change", async () => {
    if (!file.files.length) return;
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(file.files[0]);
    place.hidden = false;
    try {
      await image.decode();
    } catch {
      return; // no picture: the server says why
    }
    // The same picture in another size keeps its point; another one begins in the middle.
    const { width, height } = place.dataset;
    const isAlike = width && Math.abs(image.naturalWidth / image.naturalHeight / (width / height) - 1) < 0.02;
    if (isAlike) show();
    else set(0.5, 0.5);
  });
}
