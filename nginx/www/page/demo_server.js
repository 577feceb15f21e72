/** What the page asks of the chat backend. In the demo a handler of its own stands in for it. */

/**
 * @param {string} user
 * @returns {Promise<string>} a bearer token
 */
export async function signIn(user) {
    const response = await fetch("/demo/token", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ user_id: user }),
    });
    if (!response.ok) throw await refusalOf(response);
    return (await response.json()).token;
}

/**
 * @param {string} token
 * @returns {Promise<{chat_id: string, messages: import("./message_row.js").Post[]}>}
 */
export async function readMessages(token) {
    const response = await fetch("/demo/messages", { headers: { Authorization: `Bearer ${token}` } });
    if (!response.ok) throw await refusalOf(response);
    return response.json();
}

/** @param {Response} response */
async function refusalOf(response) {
    const kinds = /** @type {Record<number, string>} */ ({ 401: "signed_out", 403: "forbidden", 429: "too_many" });
    const { status } = response;
    return Object.assign(new Error(`the demo answered ${status}`), {
        kind: kinds[status] ?? "unavailable",
        status,
        retryAfterSeconds: Number(response.headers.get("Retry-After")) || null,
    });
}
