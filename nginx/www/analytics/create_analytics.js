import { make } from "../dom/make.js";
import { Account } from "../likes/account.js";
import { Api } from "../likes/api.js";
import { BROWSER_CLOCK } from "../likes/clock.js";
import { likesErrorOf } from "../likes/errors.js";
import { defaultLanguage } from "../likes/words.js";
import { ActivityView } from "./activity_view.js";
import { makeChoice } from "./choice.js";
import { MessagesView } from "./messages_view.js";
import { PeopleView } from "./people_view.js";
import { makeButton } from "./section.js";
import { csvName, Source } from "./source.js";
import { SPANS } from "./spans.js";
import { Words } from "./words.js";
import { isZone, ownZone, zoneChoices } from "./zones.js";

/**
 * @typedef {import("./likes-analytics.js").AnalyticsOptions} AnalyticsOptions
 * @typedef {import("./likes-analytics.js").Span} Span
 * @typedef {import("../likes/errors.js").LikesError} LikesError
 */

/** These are said once for all views: each of them would be refused the same. */
const REFUSES_ALL = new Set(["forbidden", "signed_out", "not_found"]);
/** What is known of the reactions that a deployment has by default. */
const EMOJI = new Map([
    ["like", "❤️"],
    ["grinning", "😀"],
    ["joy", "😂"],
    ["thumbs_up", "👍"],
    ["thumbs_down", "👎"],
]);

let mounted = 0;

/** @type {typeof import("./likes-analytics.js").createAnalytics} */
export function createAnalytics(options) {
    return new Analytics(options);
}

/** The three views of one chat, or of the deployment, and what can be chosen for all of them. */
class Analytics {
    #root;
    #api;
    #source;
    #words;
    #views;
    #activity;
    #all = make("div", "la-views");
    #refusal = make("div", "la-refusal");
    /** @type {import("./view.js").Choice} */
    #choice;

    /** @param {AnalyticsOptions} options */
    constructor(options) {
        const { element, token = "", getToken = () => token, baseUrl = "", reaction = "*" } = options;
        if ((options.chatId === undefined) === (options.deployment !== true)) {
            throw new TypeError("either chatId or deployment: true");
        }
        const own = ownZone();
        const { timeZone = own, timeZones = [], span = "28d" } = options;
        const zones = timeZone === own ? timeZones : [{ timeZone }, ...timeZones];
        for (const each of zones) if (!isZone(each.timeZone)) throw new RangeError(`no time zone: ${each.timeZone}`);
        this.#words = new Words(options.locale ?? defaultLanguage());
        this.#choice = { span, timeZone };
        this.#api = new Api({ baseUrl, account: new Account(getToken) });
        this.#source = new Source(this.#api, options.chatId ?? null);
        const id = `likes-analytics-${++mounted}`;
        const context = {
            id,
            words: this.#words,
            source: this.#source,
            reaction,
            clock: BROWSER_CLOCK,
            describe: {
                message: options.describeMessage ?? (() => undefined),
                user: options.describeUser ?? (() => undefined),
                reaction: options.describeReaction ?? ((/** @type {string} */ code) => EMOJI.get(code)),
            },
            save: this.#save.bind(this),
        };
        this.#activity = new ActivityView(context, (reason) => this.#onFailed(reason));
        this.#views = [this.#activity, new MessagesView(context), new PeopleView(context)];
        this.#all.append(...this.#views.map(({ section }) => section.element));
        this.#refusal.hidden = true;
        this.#root = make(
            "div",
            "likes-analytics",
            { lang: this.#words.locale },
            this.#makeChoices(id, zones, own),
            this.#refusal,
            this.#all,
        );
        element.append(this.#root);
        this.refresh();
    }

    refresh() {
        this.#setRefusal(null);
        for (const view of this.#views) view.load(this.#choice);
    }

    destroy() {
        for (const view of this.#views) view.destroy();
        this.#api.close();
        this.#root.remove();
    }

    /** @param {string} id @param {import("./zones.js").Zone[]} offered @param {string} own */
    #makeChoices(id, offered, own) {
        const { texts } = this.#words;
        const zone = make("select", "", { id: `${id}-zone` });
        for (const { timeZone, label } of zoneChoices(offered, own, texts)) {
            zone.append(make("option", "", { value: timeZone }, label));
        }
        zone.value = this.#choice.timeZone;
        zone.addEventListener("change", () => this.#choose({ timeZone: zone.value }));
        return make(
            "div",
            "la-choices",
            {},
            makeChoice({
                name: `${id}-span`,
                legend: texts.span,
                choices: SPANS.map((each) => [each, texts.spans[each]]),
                chosen: this.#choice.span,
                onChange: (span) => this.#choose({ span: /** @type {Span} */ (span) }),
            }),
            make("label", "la-zone", {}, make("span", "", {}, texts.timeZone), zone),
        );
    }

    /** @param {Partial<import("./view.js").Choice>} change */
    #choose(change) {
        this.#choice = { ...this.#choice, ...change };
        this.refresh();
    }

    /** @param {LikesError} reason */
    #onFailed(reason) {
        if (!REFUSES_ALL.has(reason.kind)) return;
        for (const view of this.#views) view.stop();
        this.#setRefusal(reason);
    }

    /** @param {LikesError | null} reason why there is nothing to see; null if there is */
    #setRefusal(reason) {
        const hadFocus = this.#refusal.contains(document.activeElement);
        this.#all.hidden = reason !== null;
        this.#refusal.hidden = reason === null;
        if (reason !== null) {
            this.#refusal.replaceChildren(
                make("p", "", { role: "alert" }, this.#words.refusal(reason)),
                makeButton(this.#words.texts.tryAgain, () => this.refresh()),
            );
        } else if (hadFocus) {
            this.#root.querySelector("input")?.focus();
        }
    }

    /** @type {import("./view.js").Context["save"]} */
    async #save(section, kind, query, nameParts) {
        try {
            const table = await this.#source.readCsv(kind, query);
            if (table === null) section.say(this.#words.texts.csvLater);
            else download(table, csvName([kind, ...nameParts]));
        } catch (error) {
            section.say(this.#words.refusal(likesErrorOf(error)));
        }
    }
}

/** A link cannot carry a token, so what it leads to is here already. @param {Blob} content @param {string} name */
function download(content, name) {
    const address = URL.createObjectURL(content);
    make("a", "", { href: address, download: name }).click();
    URL.revokeObjectURL(address);
}
