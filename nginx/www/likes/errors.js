/** @typedef {import("./likes.js").LikesErrorKind} LikesErrorKind */

/** What went wrong, as something a page can show. */
export class LikesError extends Error {
    /**
     * @param {LikesErrorKind} kind
     * @param {string} message
     * @param {{status?: number, retryAfterSeconds?: number | null, requestId?: string | null, cause?: unknown}} [facts]
     */
    constructor(kind, message, { status, retryAfterSeconds, requestId, cause } = {}) {
        super(message, { cause });
        this.name = "LikesError";
        this.kind = kind;
        this.status = status ?? null;
        this.retryAfterSeconds = retryAfterSeconds ?? null;
        this.requestId = requestId ?? null;
    }
}

/** @type {Record<number, LikesErrorKind>} */
const KINDS = { 401: "signed_out", 403: "forbidden", 404: "not_found", 408: "unavailable", 429: "too_many" };

/**
 * The error that an answer other than 2xx stands for. Answers are problems (RFC 9457), but a proxy in between may have
 * written anything.
 * @param {Response} response
 */
export async function errorOf(response) {
    const problem = await response.json().catch(() => null);
    const seconds = Number(response.headers.get("Retry-After") ?? NaN);
    const { status } = response;
    return new LikesError(
        KINDS[status] ?? (status >= 500 ? "unavailable" : "refused"),
        typeof problem?.detail === "string" ? problem.detail : `The server answered ${status}.`,
        {
            status,
            retryAfterSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
            requestId:
                typeof problem?.request_id === "string" ? problem.request_id : response.headers.get("X-Request-Id"),
        },
    );
}

/**
 * Whatever went wrong, as a LikesError: if it is none, what the server said was not understood.
 * @param {unknown} error
 * @returns {LikesError}
 */
export function likesErrorOf(error) {
    if (error instanceof LikesError) return error;
    return new LikesError("unavailable", "The answer is not what was expected.", { cause: error });
}

/** @returns {LikesError} */
export const otherUserError = () => new LikesError("signed_out", "Another user has signed in.");

/** @returns {LikesError} */
export const givenUpError = () => new LikesError("unavailable", "The connection for live changes was given up.");

/** @returns {LikesError} */
export const closedError = () => new LikesError("closed", "These likes have been closed.");
