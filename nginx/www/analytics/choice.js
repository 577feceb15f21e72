import { make } from "../dom/make.js";

/**
 * One of a few, side by side. The arrow keys go from one to the next, as browsers do it for radio buttons.
 * @param {object} options
 * @param {string} options.name unique in the page
 * @param {string} options.legend what is chosen, for the ears
 * @param {[value: string, label: string][]} options.choices
 * @param {string} options.chosen
 * @param {(value: string) => void} options.onChange
 */
export function makeChoice({ name, legend, choices, chosen, onChange }) {
    return make(
        "fieldset",
        "la-choice",
        {},
        make("legend", "la-ears", {}, legend),
        ...choices.map(([value, label]) => {
            const input = make("input", "", { type: "radio", name, value });
            input.checked = value === chosen;
            input.addEventListener("change", () => onChange(value));
            return make("label", "", {}, input, make("span", "", {}, label));
        }),
    );
}
