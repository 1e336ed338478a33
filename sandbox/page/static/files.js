/** Files of a message, and the pictures that its parts show of them. */

import { h } from "./dom.js";
import { Flag } from "./state.js";

const NAMED = "attachment://";

/** Draw a file: a picture as such, everything else as something to keep. */
export function drawFile(file) {
  const url = pathOf(file);
  if (file.content_type.startsWith("image/")) {
    return h("img", { class: "picture", src: url, alt: file.description ?? file.filename });
  }
  return h("a", { class: "file", href: url, download: file.filename },
    h("strong", {}, file.filename), h("small", {}, `${(file.size / 1024).toFixed(1)} KB`));
}

/** Give the files that stand under a message by themselves: no part of it shows them. */
export function looseFiles(message) {
  if (message.flags & Flag.COMPONENTS_V2) return [];
  const shown = message.embeds.flatMap((each) => [fileOf(each.image, message), fileOf(each.thumbnail, message)]);
  return message.attachments.filter((file) => !shown.includes(file));
}

/** Give the address of a picture; null if it is elsewhere, for this page asks nobody else. */
export function address(media, message) {
  const file = fileOf(media, message);
  return file ? pathOf(file) : null;
}

/** Draw what a part of a message shows: one of its files, or a way to what lies elsewhere. */
export function drawMedia(media, words, message) {
  const file = fileOf(media, message);
  if (file) return drawFile({ ...file, description: words ?? file.description });
  return h("a", { class: "file", href: media.url, target: "_blank", rel: "noopener noreferrer" }, words ?? media.url);
}

function fileOf(media, message) {
  if (!media?.url.startsWith(NAMED)) return undefined;
  return message.attachments.find((file) => file.filename === media.url.slice(NAMED.length));
}

const pathOf = (file) => new URL(file.url).pathname; // the page may go by another name than the file
