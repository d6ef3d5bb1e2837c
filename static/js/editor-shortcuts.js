// The editor's keys, as a list to look at.

import { dialog, make } from "newsroom/editor-parts";

const gettext = window.gettext ?? ((text) => text);

const SHORTCUTS = [
  ["Ctrl+B", gettext("Bold")],
  ["Ctrl+I", gettext("Emphasis")],
  ["Ctrl+K", gettext("Link")],
  ["Ctrl+F", gettext("Find and replace")],
  ["Ctrl+Z", gettext("Undo")],
  ["Ctrl+Shift+Z", gettext("Redo")],
  ["Shift+Enter", gettext("New line in the same paragraph")],
  ["Tab", gettext("Next cell of a table")],
  ["Alt+↑  Alt+↓", gettext("Move the paragraph, picture or card up or down")],
  ["Esc", gettext("Select the picture, gallery or quote one is in; Delete takes it out")],
  ["Enter", gettext("Open the selected note")],
  ["Alt+F10", gettext("To the tools of what is selected, then to all tools; Esc leads back")],
  ["Alt+P", gettext("The page beside the form, as readers would see it")],
  ["Ctrl+/", gettext("This list")],
];

export function showShortcuts() {
  const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);
  const rows = SHORTCUTS.flatMap(([keys, title]) => [
    make("dt", {}, [make("kbd", { dir: "ltr", textContent: isMac ? keys.replaceAll("Ctrl", "⌘").replaceAll("Alt", "⌥") : keys })]),
    make("dd", { textContent: title }),
  ]);
  const { element, result } = dialog(gettext("Keys of the editor"), [
    make("dl", { className: "editor-keys" }, rows),
    make("p", { textContent: gettext("An address of a video or post, pasted alone on its line, becomes a card by itself.") }),
  ]);
  element.querySelector("button").focus();
  return result;
}
