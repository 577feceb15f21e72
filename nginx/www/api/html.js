// HTML as text that escapes what is put into it.
import { marked } from "marked";

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text that is HTML already. */
class Html {
    constructor(text) {
        this.text = text;
    }
}

function asText(value) {
    if (Array.isArray(value)) return value.map(asText).join("");
    if (value instanceof Html) return value.text;
    return String(value ?? "").replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/** A template whose values are escaped, unless they are HTML themselves; of a list each, one after the other. */
export const html = (strings, ...values) => new Html(String.raw({ raw: strings }, ...values.map(asText)));

/** The paragraphs and lists of a description (CommonMark). They are ours, so they may hold HTML. */
export const markdown = (text) => new Html(marked.parse(text ?? ""));

/** A description of one paragraph, without the paragraph. */
export const inlineMarkdown = (text) => new Html(marked.parseInline((text ?? "").trim()));

/** Parts that are HTML, with others between. */
export const join = (parts, between) => parts.flatMap((part, i) => (i === 0 ? [part] : [between, part]));

export const code = (value) => html`<code>${value}</code>`;

export const text = (value) => html`<pre><code>${value}</code></pre>`;

export const json = (value) => text(JSON.stringify(value, null, 2));
