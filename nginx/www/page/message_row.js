import { likesInWords } from "likes";

import { make, makeAvatar, makeButton, makeIcon, makeIconButton } from "./elements.js";
import { language, nameOf, reactionInWords, shortCount, signOf, texts, timeInWords } from "./language.js";

/**
 * @typedef {import("../likes/likes.js").MessageLikes} MessageLikes
 * @typedef {{message_id: string, sender_id: string, body: string, created_at: string}} Post
 */

const HEART =
    "M12 20.7s-7.300-4.500-9.600-9C.800 8.500 2.300 4.400 6.200 3.900c2.400-.3 4.500 1 5.800 3 1.300-2 3.400-3.300 5.800-3 3.900.5 5.400 4.600 3.800 7.800-2.300 4.500-9.600 9-9.600 9z";
const SMILE =
    "M11 3a8 8 0 1 0 8 9 M8 10h.01 M14 10h.01 M7.500 13.500c.8 1.200 2 2 3.500 2s2.700-.8 3.500-2 M19 2v6 M16 5h6";
const PEOPLE =
    "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7 M2.500 20c0-7 13-7 13 0 M15.500 4.300a3.500 3.500 0 0 1 0 6.400 M18 14.500c2.300.9 3.500 2.700 3.500 5.500";

/** One message: what was written, and under it the buttons. Nothing in it moves when a count changes. */
export class MessageRow {
    id;
    element;
    /** @type {MessageLikes | null} what it shows */
    likes = null;
    #heart;
    #count;
    #who;
    #chips;
    #picker;
    /** @type {Map<string, HTMLButtonElement>} */
    #chipOf = new Map();

    /**
     * @param {Post} post
     * @param {boolean} isOwn
     */
    constructor(post, isOwn) {
        this.id = post.message_id;
        const name = nameOf(post.sender_id);
        const date = new Date(post.created_at);
        this.#count = make("span", "count");
        this.#heart = makeButton("heart", texts.like, makeIcon("heart-icon", HEART), this.#count);
        this.#heart.dataset.reaction = "like";
        this.#heart.setAttribute("aria-pressed", "false");
        this.#who = makeIconButton("who gone", texts.whoReacted, makeIcon("line-icon", PEOPLE));
        this.#who.setAttribute("aria-haspopup", "dialog");
        this.#chips = make("span", "chips");
        this.#picker = makeIconButton("pick", texts.pickReaction, makeIcon("line-icon", SMILE));
        this.#picker.setAttribute("aria-expanded", "false");
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
                make("p", "meta", {}, make("bdi", "sender", {}, name), time, this.#who),
                make("p", "body", { dir: "auto" }, post.body),
                make("div", "bar", {}, this.#heart, this.#chips, this.#picker),
            ),
        );
    }

    get text() {
        return this.element.querySelector(".body")?.textContent ?? "";
    }

    get bubble() {
        return /** @type {Element} */ (this.#heart.closest(".bubble"));
    }

    /** Gives the focus to a button that is always there. */
    focus() {
        this.#heart.focus();
    }

    /** Brings it into sight, and the focus to it. */
    find() {
        this.element.scrollIntoView({ block: "center" });
        this.focus();
        this.#restart(this.element, "found");
    }

    /** @param {MessageLikes} message */
    show(message) {
        this.likes = message;
        const words = message.likes_count > 0 ? likesInWords(message.likes_count, language) : "";
        this.#heart.setAttribute("aria-pressed", String(message.is_liked));
        this.#heart.setAttribute("aria-label", words ? `${texts.like}, ${words}` : texts.like);
        this.#count.textContent = message.likes_count > 0 ? shortCount(message.likes_count) : "";
        const isBare = !message.reactions.some(({ likes_count }) => likes_count > 0);
        this.#who.classList.toggle("gone", isBare);
        // What cannot be seen cannot keep the focus.
        if (isBare && this.#who === document.activeElement) this.focus();
        for (const reaction of message.reactions) {
            if (reaction.reaction !== "like") this.#showChip(reaction);
        }
        // One that nobody can put any more is not told of once nobody has it.
        for (const [reaction, chip] of this.#chipOf) {
            if (!message.reactions.some((each) => each.reaction === reaction)) this.#hide(chip);
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
            chip = makeButton("chip", "", make("span", "emoji", {}, signOf(reaction, emoji)), make("span", "count"));
            chip.dataset.reaction = reaction;
            this.#chipOf.set(reaction, chip);
            this.#chips.append(chip);
        }
        if (likes_count === 0) this.#hide(chip);
        else chip.classList.remove("gone");
        chip.setAttribute("aria-pressed", String(is_liked));
        chip.setAttribute("aria-label", `${reactionInWords(reaction, emoji)}, ${likes_count}`);
        const count = /** @type {Element} */ (chip.lastElementChild);
        count.textContent = shortCount(likes_count);
    }

    /** @param {Element} chip */
    #hide(chip) {
        chip.classList.add("gone");
        if (chip === document.activeElement) this.#neighbour(chip).focus();
    }

    /** @param {Element} chip */
    #neighbour(chip) {
        const chips = [...this.#chipOf.values()];
        const at = chips.findIndex((each) => each === chip);
        const others = [...chips.slice(at + 1), ...chips.slice(0, at).reverse()];
        return others.find(({ classList }) => !classList.contains("gone")) ?? this.#picker;
    }

    /** The like that was just put, as something to see. Those who want less motion have none in the style sheet. */
    celebrate() {
        this.#restart(this.#heart, "beat");
    }

    /** @param {HTMLElement} element @param {string} animation its class */
    #restart(element, animation) {
        element.classList.remove(animation);
        // Without this the browser would not notice that the animation is to begin anew.
        void element.offsetWidth;
        element.classList.add(animation);
    }
}
