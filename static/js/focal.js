// The focal point of a picture, chosen by a click on it. Without this file two fields take it as numbers.

for (const place of document.querySelectorAll("[data-focal]")) {
  const [across, down] = place.dataset.focal.split(" ").map((id) => document.getElementById(id));
  const file = document.getElementById(place.dataset.focalFile);
  const image = place.querySelector("img");
  const mark = place.querySelector(".focal-point");
  if (!across || !down) continue; // who may only look has no fields

  const show = () => {
    mark.style.insetInlineStart = `${across.value * 100}%`;
    mark.style.insetBlockStart = `${down.value * 100}%`;
    mark.hidden = false;
  };
  const part = (length, whole) => Math.min(1, Math.max(0, length / whole)).toFixed(3);

  place.classList.add("focal-ready");
  place.addEventListener("click", (event) => {
    // Counted on the screen from the picture's own corner, so the direction of the page does not matter.
    const box = image.getBoundingClientRect();
    across.value = part(event.clientX - box.left, box.width);
    down.value = part(event.clientY - box.top, box.height);
    show();
  });
  for (const field of [across, down]) field.addEventListener("input", show);

  file?.addEventListener("change", () => {
    if (!file.files.length) return;
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(file.files[0]);
    place.hidden = false;
    across.value = down.value = 0.5;
    show();
  });
  if (!place.hidden) show();
}
