/**
 * What the views of a page share, and what is chosen for all of them.
 *
 * @typedef {object} Context
 * @property {string} id unique in the page
 * @property {import("./words.js").Words} words
 * @property {import("./source.js").Source} source
 * @property {string} reaction a code, or "*"
 * @property {import("../likes/clock.js").Clock} clock
 * @property {Descriptions} describe
 * @property {(section: import("./section.js").Section, kind: import("./source.js").Kind, query: Record<string, string>,
 *     nameParts: string[]) => Promise<void>} save downloads a table; the section says why if that does not work
 *
 * @typedef {{span: import("./likes-analytics.js").Span, timeZone: string}} Choice
 *
 * How the page calls what the server knows only by ids.
 * @typedef {object} Descriptions
 * @property {(messageId: string) => string | undefined | Promise<string | undefined>} message
 * @property {(userId: string) => string | undefined | Promise<string | undefined>} user
 * @property {(reaction: string) => string | undefined} reaction
 */

export {};
