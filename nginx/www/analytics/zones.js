/** @typedef {{timeZone: string, label?: string}} Zone */

/** The zone of whoever looks at the page. */
export function ownZone() {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    // Browsers that do not know say so in ways of their own.
    return timeZone && isZone(timeZone) ? timeZone : "UTC";
}

/** @param {string} timeZone */
export function isZone(timeZone) {
    try {
        new Intl.DateTimeFormat("en", { timeZone });
        return true;
    } catch {
        return false;
    }
}

/**
 * What can be chosen, each zone once: the page's own ones, the viewer's, and UTC.
 * @param {Zone[]} offered
 * @param {string} own
 * @param {{yourTime: string}} texts
 * @returns {{timeZone: string, label: string}[]}
 */
export function zoneChoices(offered, own, texts) {
    const all = [{ timeZone: own, label: texts.yourTime }, ...offered, { timeZone: "UTC" }];
    return all
        .filter(({ timeZone }, at) => all.findIndex((each) => each.timeZone === timeZone) === at)
        .map(({ timeZone, label }) => {
            const place = timeZone.replaceAll("_", " ");
            return { timeZone, label: label ? `${label} (${place})` : place };
        });
}
