// Recovery codes: copied and printed. Without this file they can be marked and written down.

const tools = document.querySelector(".codes-tools");
const said = tools.querySelector("[role=status]");
const copy = tools.querySelector("[data-copy]");

tools.hidden = false;
copy.hidden = !navigator.clipboard; // only where the page came by a safe way
copy.addEventListener("click", async () => {
  const codes = [...document.querySelectorAll(".codes code")].map((code) => code.textContent);
  await navigator.clipboard.writeText(codes.join("\n"));
  said.textContent = said.dataset.copied;
});
tools.querySelector("[data-print]").addEventListener("click", () => print());
