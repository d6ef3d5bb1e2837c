// Links in a text, and the dialog for their address.

import { isSafeAddress } from "newsroom/editor-nodes";
import { dialog, make } from "newsroom/editor-parts";

const gettext = window.gettext ?? ((text) => text);

/** Link the selected words, or the word at the cursor; or change the link there. */
export async function editLink(editor) {
  const isLink = editor.isActive("link");
  if (editor.state.selection.empty && !isLink) {
    // The word at the cursor.
    const { $from } = editor.state.selection;
    const text = $from.parent.textBetween(0, $from.parent.content.size, undefined, "\ufffc");
    const before = text.slice(0, $from.parentOffset).match(/[^\s\ufffc]*$/)[0].length;
    const after = text.slice($from.parentOffset).match(/^[^\s\ufffc]*/)[0].length;
    editor.commands.setTextSelection({ from: $from.pos - before, to: $from.pos + after });
  }
  if (editor.state.selection.empty && !isLink) return;
  const address = await askAddress(editor.getAttributes("link").href ?? "");
  const chain = editor.chain().focus().extendMarkRange("link");
  if (address === "") chain.unsetMark("link").run();
  else if (address) chain.setMark("link", { href: address }).run();
  else editor.commands.focus();
}

/** Ask for the address of a link: "" to unlink, null when nothing shall change. */
function askAddress(address) {
  const field = make("input", { type: "text", dir: "ltr", value: address, autocomplete: "off", inputMode: "url", ariaLabel: gettext("Address") });
  const fault = make("p", { className: "editor-fault", role: "alert" });
  const save = make("button", { type: "submit", className: "editor-main", textContent: gettext("Link") });
  const unlink = make("button", { type: "button", textContent: gettext("Remove the link"), hidden: !address });
  const form = make("form", { noValidate: true }, [
    make("p", { textContent: gettext("A web address, an e-mail address, or a path of this site such as /economy/") }),
    field,
    fault,
    make("div", { className: "editor-dialog-buttons" }, [save, unlink]),
  ]);
  const { result, close } = dialog(gettext("Link"), [form]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    let given = field.value.trim();
    if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(given)) given = `mailto:${given}`;
    else if (/^[^\s/:#?]+\.[^\s/:#?]{2,}([/?#]\S*)?$/.test(given)) given = `https://${given}`;
    if (isSafeAddress(given)) close(given);
    else fault.textContent = gettext("This is no address of a page: write it like https://example.com/ or /economy/");
  });
  unlink.addEventListener("click", () => close(""));
  field.focus();
  field.select();
  return result;
}
