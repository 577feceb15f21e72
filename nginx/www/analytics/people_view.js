import { make } from "../dom/make.js";
import { makeChoice } from "./choice.js";
import { Loader } from "./loader.js";
import { describedText, Ranking } from "./ranking.js";
import { Section } from "./section.js";

/**
 * @typedef {import("./view.js").Context} Context
 * @typedef {import("./view.js").Choice} Choice
 * @typedef {"given" | "received"} By
 * @typedef {{users: {rank: number, user_id: string, count: number}[], me?: {rank: number | null, count: number},
 *     from: string, as_of: string}} People
 */

const LIMIT = 10;

/** Who gives most reactions, or gets most. */
export class PeopleView {
    section;
    #context;
    #ranking;
    #loader;
    #own = make("p", "la-own");
    /** @type {By} */
    #by = "given";
    /** @type {Choice | null} */
    #choice = null;

    /** @param {Context} context */
    constructor(context) {
        const { words, id, clock } = context;
        const { texts } = words;
        const reload = () => this.#choice && this.load(this.#choice);
        this.#context = context;
        this.section = new Section({
            id: `${id}-people`,
            kind: "people",
            title: texts.people,
            words,
            onRetry: reload,
            onSave: () => void this.#save(),
            choices: [
                makeChoice({
                    name: `${id}-by`,
                    legend: texts.people,
                    choices: [
                        ["given", texts.by.given],
                        ["received", texts.by.received],
                    ],
                    chosen: this.#by,
                    onChange: (by) => {
                        this.#by = /** @type {By} */ (by);
                        reload();
                    },
                }),
            ],
        });
        this.#ranking = new Ranking(words, texts.people, texts.person);
        this.section.content.append(this.#ranking.element, this.#own);
        this.#loader = new Loader((state) => {
            // A server may have no lists of users.
            this.section.element.hidden = state.kind === "failed" && state.reason.kind === "not_found";
            if (state.kind === "ready") this.#show(state, state.answer);
            else this.section.show(state);
        }, clock);
    }

    /** @param {Choice} choice */
    load(choice) {
        this.#choice = choice;
        this.#loader.load(() => this.#context.source.read("users", this.#query()));
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
        return { by: this.#by, span, limit: String(LIMIT) };
    }

    async #save() {
        const query = { ...this.#query(), limit: "100" };
        await this.#context.save(this.section, "users", query, [query.by, query.span]);
    }

    /** @param {import("./loader.js").State} state @param {People} answer */
    #show(state, { users, me, from, as_of }) {
        const { words, describe } = this.#context;
        const { texts } = words;
        const { span, timeZone } = /** @type {Choice} */ (this.#choice);
        this.section.describe(span === "all" ? texts.peopleOf.ever : texts.peopleOf.since(words.date(from, "UTC")));
        this.section.show(state, {
            empty: users.length === 0 ? texts.empty.users : "",
            asOf: texts.asOf(words.moment(as_of, timeZone)),
        });
        this.#ranking.show(
            users.map(({ rank, user_id, count }) => ({
                rank,
                count,
                title: describedText(() => describe.user(user_id), user_id),
                details: [],
            })),
        );
        // An operator need not be anybody of the chat.
        this.#own.textContent =
            me === undefined || me.rank === null
                ? texts.youNone
                : texts.you(words.number(me.rank), words.reactions(me.count));
        this.#own.hidden = me === undefined;
    }
}
