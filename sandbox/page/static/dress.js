/** Dresses the insides of the vendored components: Discord's newer colours, legible small print. */

import "./discord.js";

const SHEETS = {
  "discord-message": `
    .discord-message-timestamp { color: var(--muted); margin-left: 4px; }
    .discord-message-markup { display: block; line-height: 1.4; }
    .discord-message-content { min-width: 0; padding-top: 0; }
    .discord-message-body-only-indent { flex: none; align-self: start; margin-left: 0; }
    .discord-author-avatar { margin-top: 3px; }
    .discord-author-avatar img { cursor: default; }
    .discord-message-compact-indent { max-width: 100%; }`,
  "discord-author-info": `
    .discord-author-username { font-weight: 600; cursor: default !important; text-decoration: none !important; }`,
  "discord-reply": `
    .discord-replied-message-username { opacity: 1; cursor: default; }
    .discord-replied-message-content { overflow: hidden; cursor: default; }
    .discord-replied-message-content:hover { color: inherit; }`,
  "discord-code": `
    :host([multiline]) {
      display: block; margin: 4px 0; border: 1px solid var(--edge); border-radius: 6px; background: var(--deep);
      overflow-x: auto; scrollbar-width: thin; white-space: normal; }
    :host([multiline]) code {
      width: max-content; margin: 0; padding: 10px 12px; border: 0; background: none;
      font-size: 0.86rem; line-height: 1.45; white-space: pre; }
    code { font-family: var(--mono); }`,
  "discord-pre": `:host pre { width: auto; margin: 0; }`,
  "discord-subscript": `small { color: var(--muted); }`,
  "discord-quote": `blockquote { margin: 0; min-width: 0; }`,
  "discord-embed": `.discord-embed-root, .discord-embed-wrapper { background: var(--side); }`,
};

for (const [tag, text] of Object.entries(SHEETS)) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  customElements.get(tag).elementStyles.push(sheet);
}
