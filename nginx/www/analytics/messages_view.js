import { make } from "../dom/make.js";
import { Loader } from "./loader.js";
import { describedText, Ranking } from "./ranking.js";
import { Section } from "./section.js";

/**
 * @typedef {import("./view.js").Context} Context
 * @typedef {import("./view.js").Choice} Choice
 * @typedef {{rank: number, message_id: string, sender_id: string, created_at: string, count: number,
 *     reactions: Record<string, number>}} PopularMessage
 */

const LIMIT = 10;

/** The messages with the most reactions. */
export class MessagesView {
    section;
    #context;
    #ranking;
    #loader;
    /** @type {Choice | null} */
    #choice = null;

    /** @param {Context} context */
    constructor(context) {
        const { words, id, clock } = context;
        this.#context = context;
        this.section = new Section({
            id: `${id}-messages`,
            kind: "messages",
            title: words.texts.messages,
            words,
            onRetry: () => this.#choice && this.load(this.#choice),
            onSave: () => void this.#save(),
        });
        this.#ranking = new Ranking(words, words.texts.messages, words.texts.message);
        this.section.content.append(this.#ranking.element);
        this.#loader = new Loader((state) => {
            if (state.kind === "ready") this.#show(state, state.answer);
            else this.section.show(state);
        }, clock);
    }

    /** @param {Choice} choice */
    load(choice) {
        this.#choice = choice;
        this.#loader.load(() => this.#context.source.read("messages", this.#query()));
    }

    /** Shows nothing more of what it was reading. */
    stop() {
        this.#loader.stop();
    }

    destroy() {
        this.stop();
    }

    #query() {
        const { span } = /** @type {Choice} */ (this.#choice);
        return { span, reaction: this.#context.reaction, limit: String(LIMIT) };
    }

    async #save() {
        const query = { ...this.#query(), limit: "100" };
        await this.#context.save(this.section, "messages", query, [query.span]);
    }

    /**
     * @param {import("./loader.js").State} state
     * @param {{messages: PopularMessage[], from: string, as_of: string}} answer
     */
    #show(state, { messages, from, as_of }) {
        const { words } = this.#context;
        const { texts } = words;
        const { span, timeZone } = /** @type {Choice} */ (this.#choice);
        const { since, ever } = texts.messagesOf;
        this.section.describe(span === "all" ? ever : since(words.date(from, "UTC")));
        this.section.show(state, {
            empty: messages.length === 0 ? texts.empty.messages : "",
            asOf: texts.asOf(words.moment(as_of, timeZone)),
        });
        this.#ranking.show(messages.map((message) => this.#entryOf(message, timeZone)));
    }

    /** @param {PopularMessage} message @param {string} timeZone */
    #entryOf({ rank, message_id, sender_id, created_at, count, reactions }, timeZone) {
        const { words, describe } = this.#context;
        const sender = describedText(() => describe.user(sender_id), sender_id);
        const written = make("time", "", { datetime: created_at }, words.moment(created_at, timeZone));
        const marks = Object.entries(reactions)
            .sort(([, one], [, other]) => other - one)
            .map(([code, times]) =>
                make("span", "la-mark", {}, describe.reaction(code) ?? code, " ", words.number(times)),
            );
        return {
            rank,
            count,
            title: describedText(() => describe.message(message_id), words.texts.messageOf(sender_id)),
            details: [make("bdi", "", {}, sender), written, make("span", "la-marks", {}, ...marks)],
        };
    }
}
