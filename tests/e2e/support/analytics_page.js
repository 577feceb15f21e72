// The page of the demo's analytics, as a person sees it.

/** What an element says, without the spaces around it. */
const textOf = async (locator) => (await locator.textContent()).trim();

export class AnalyticsPage {
    constructor(page) {
        this.page = page;
        /** Why there is nothing to see. */
        this.refusal = page.locator(".la-refusal, #refusal").and(page.locator(":visible"));
        this.chart = page.locator(".la-chart");
        this.tip = page.locator(".la-tip");
        this.numbers = page.locator(".la-numbers");
        this.zone = page.locator(".la-zone select");
    }

    /** One of "activity", "messages", "people". */
    view(kind) {
        return this.page.locator(`.la-${kind}`);
    }

    span(label) {
        return this.page.locator(".la-choices").getByRole("radio", { name: label });
    }

    button(kind, name) {
        return this.view(kind).getByRole("button", { name });
    }

    /** Resolves when nothing is on its way any more. */
    isSettled() {
        return this.page.waitForFunction(() => {
            const isShown = (element) => element.checkVisibility();
            const views = [...document.querySelectorAll(".la-view")];
            const isRefused = [...document.querySelectorAll(".la-refusal, #refusal")].some(isShown);
            return (
                isRefused || (views.length === 3 && views.every((view) => view.getAttribute("aria-busy") === "false"))
            );
        });
    }

    async chooseSpan(label) {
        await this.span(label).check();
        await this.isSettled();
    }

    async chooseZone(timeZone) {
        await this.zone.selectOption(timeZone);
        await this.isSettled();
    }

    /** The table's rows: when the bucket begins, and the numbers. */
    tableRows() {
        return this.numbers
            .locator("tbody tr")
            .evaluateAll((rows) =>
                rows.map((row) => [
                    row.dataset.start,
                    ...[...row.querySelectorAll("td")].map(({ textContent }) => Number(textContent.replace(/\D/g, ""))),
                ]),
            );
    }

    /** What a list says: the rank, the name, the count. */
    async ranking(kind) {
        const rows = await this.view(kind).locator(".la-ranking tbody tr").all();
        return Promise.all(
            rows.map(async (row) => [
                Number(await textOf(row.locator(".la-rank"))),
                await textOf(row.locator(".la-title")),
                Number(await textOf(row.locator(".la-count"))),
            ]),
        );
    }

    /** The figure under that name. */
    async figure(label) {
        const figure = this.view("activity").locator(".la-figure").filter({ hasText: label });
        return Number((await textOf(figure.locator("dd"))).replace(/\D/g, ""));
    }

    /** Saves the view's table. Returns its name, and its rows by the names of the columns. */
    async saveCsv(kind, name = "Save as CSV") {
        const [download] = await Promise.all([this.page.waitForEvent("download"), this.button(kind, name).click()]);
        const chunks = await (await download.createReadStream()).toArray();
        const [header, ...lines] = Buffer.concat(chunks).toString("utf8").trimEnd().split("\r\n");
        const names = header.split(",");
        return {
            name: download.suggestedFilename(),
            rows: lines.map((line) => Object.fromEntries(line.split(",").map((field, at) => [names[at], field]))),
        };
    }

    /** Resolves when the chart has drawn something in the colour that the style sheet gives a figure's mark. */
    isPainted(kind) {
        return this.page.waitForFunction((kind) => {
            const mark = document.querySelector(`.la-swatch-${kind}`);
            const [red, green, blue] = getComputedStyle(mark).color.match(/\d+/g).map(Number);
            const canvas = document.querySelector(".la-chart canvas");
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            // A slanted line has its colour, but hardly anywhere in full.
            const isNear = (part, whole) => Math.abs(part - whole) <= 3;
            let count = 0;
            for (let at = 0; at < data.length; at += 4) {
                const isInColour =
                    isNear(data[at], red) && isNear(data[at + 1], green) && isNear(data[at + 2], blue);
                if (isInColour && data[at + 3] >= 128) ++count;
            }
            return count > 20;
        }, kind);
    }

    /** The next answer about the activity in that zone, from one of its days to another. */
    async activity(from, to, timeZone) {
        const response = await this.page.waitForResponse((response) => {
            const { pathname, searchParams } = new URL(response.url());
            const asked = ["from", "to", "time_zone"].map((name) => searchParams.get(name));
            return pathname.endsWith("/analytics/activity") && asked.join() === [from, to, timeZone].join();
        });
        return response.json();
    }
}
