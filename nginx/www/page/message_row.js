import { make, makeAvatar, makeButton, makeIcon } from "./elements.js";
import { countInWords, nameOf, reactionInWords, shortCount, texts, timeInWords } from "./language.js";

/**
 * @typedef {import("../likes/likes.js").MessageLikes} MessageLikes
 * @typedef {{message_id: string, sender_id: string, body: string, created_at: string}} Post
 */

const HEART =
    "M12 20.7s-7.300-4.500-9.600-9C.800 8.500 2.300 4.400 6.200 3.900c2.400-.3 4.500 1 5.800 3 1.300-2 3.400-3.300 5.800-3 3.900.5 5.400 4.600 3.800 7.800-2.300 4.500-9.600 9-9.600 9z";
const SMILE =
    "M11 3a8 8 0 1 0 8 9 M8 10h.01 M14 10h.01 M7.500 13.500c.8 1.200 2 2 3.500 2s2.700-.8 3.500-2 M19 2v6 M16 5h6";

/** One message: what was written, and under it the buttons. Nothing in it moves when a count changes. */
export class MessageRow {
    element;
    #heart;
    #count;
    #who;
    #chips;
    /** @type {Map<string, HTMLButtonElement>} */
    #chipOf = new Map();

    /**
     * @param {Post} post
     * @param {boolean} isOwn
     */
    constructor(post, isOwn) {
        const name = nameOf(post.sender_id);
        const date = new Date(post.created_at);
        this.#count = make("span", "count");
        this.#heart = makeButton("heart", texts.like, makeIcon("heart-icon", HEART), this.#count);
        this.#heart.dataset.reaction = "like";
        this.#heart.setAttribute("aria-pressed", "false");
        this.#who = make("button", "who", { type: "button", "aria-haspopup": "dialog" });
        this.#chips = make("span", "chips");
        const picker = makeButton("pick", texts.pickReaction, makeIcon("smile-icon", SMILE));
        picker.setAttribute("aria-haspopup", "true");
        const time = make("time", "time", { datetime: post.created_at }, timeInWords(date));
        this.element = make(
            "li",
            isOwn ? "message own" : "message",
            { "data-message-id": post.message_id },
            makeAvatar(post.sender_id, name),
            make(
                "article",
                "bubble",
                { "aria-label": name },
                make("p", "meta", {}, make("span", "sender", {}, name), time, this.#who),
                make("p", "body", {}, post.body),
                make("div", "bar", {}, this.#heart, this.#chips, picker),
            ),
        );
    }

    get text() {
        return this.element.querySelector(".body")?.textContent ?? "";
    }

    /** @param {MessageLikes} message */
    show(message) {
        const words = message.likes_count > 0 ? countInWords(message.likes_count) : "";
        this.#heart.setAttribute("aria-pressed", String(message.is_liked));
        this.#heart.setAttribute("aria-label", words ? `${texts.like}, ${words}` : texts.like);
        this.#count.textContent = message.likes_count > 0 ? shortCount(message.likes_count) : "";
        this.#who.textContent = words;
        this.#who.hidden = words === "";
        for (const reaction of message.reactions) {
            if (reaction.reaction !== "like") this.#showChip(reaction);
        }
    }

    /**
     * A reaction has its place from when it was first seen: the others do not move when one comes or goes.
     * @param {import("../likes/likes.js").ReactionView} reaction
     */
    #showChip({ reaction, emoji, likes_count, is_liked }) {
        let chip = this.#chipOf.get(reaction);
        if (chip === undefined) {
            if (likes_count === 0) return;
            chip = makeButton("chip", "", make("span", "emoji", {}, emoji), make("span", "count"));
            chip.dataset.reaction = reaction;
            this.#chipOf.set(reaction, chip);
            this.#chips.append(chip);
        }
        chip.classList.toggle("gone", likes_count === 0);
        chip.setAttribute("aria-pressed", String(is_liked));
        chip.setAttribute("aria-label", `${reactionInWords(reaction, emoji)}, ${likes_count}`);
        const count = /** @type {Element} */ (chip.lastElementChild);
        count.textContent = shortCount(likes_count);
    }

    /** The like that was just put, as something to see. Those who want less motion have none in the style sheet. */
    celebrate() {
        this.#heart.classList.remove("beat");
        // Without this the browser would not notice that the animation is to begin anew.
        void this.#heart.offsetWidth;
        this.#heart.classList.add("beat");
    }
}
