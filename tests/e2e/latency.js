// Usage: HTTP_PORT=8080 node tests/e2e/latency.js [LIKES]
//
// How long a like takes from the tap in one page to the paint in another: alice and bob in two Chromium pages, on the
// running instance. Prints the quantiles in milliseconds. No test: what a busy machine takes says nothing of the code.
import { launch, withPages } from "./support/browser.js";
import { addMessage } from "./support/stack.js";

const likes = Number(process.argv[2] ?? 100);

const browser = await launch();
await withPages(browser, async (open) => {
    const id = addMessage("How long does a like take?");
    const [alice, bob] = [await open("alice"), await open("bob")];
    await alice.heart(id).evaluate((heart) => {
        window.taps = [];
        heart.addEventListener("click", () => window.taps.push(performance.timeOrigin + performance.now()), true);
    });
    await bob.heart(id).evaluate((heart) => {
        window.paints = [];
        // What changed before a frame is on the screen by the first task after it.
        const painted = () => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => window.paints.push(performance.timeOrigin + performance.now());
            port2.postMessage(null);
        };
        new MutationObserver(() => requestAnimationFrame(painted)).observe(heart.querySelector(".count"), {
            childList: true,
        });
    });
    for (let like = 1; like <= likes; ++like) {
        await alice.heart(id).click();
        await bob.page.waitForFunction((count) => window.paints.length === count, like);
    }
    const taps = await alice.page.evaluate(() => window.taps);
    const paints = await bob.page.evaluate(() => window.paints);
    const times = taps.map((tap, like) => paints[like] - tap).sort((a, b) => a - b);
    const quantile = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(1);
    console.log(
        `${times.length} likes: median ${quantile(0.5)} ms, p95 ${quantile(0.95)} ms, longest ${quantile(1)} ms`,
    );
});
await browser.close();
