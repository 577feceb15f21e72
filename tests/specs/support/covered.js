// What of the specifications was exercised, and what was not.
import * as events from "./asyncapi.js";
import { operations, paths } from "./openapi.js";

const covered = new Set();

export const answerOf = (operation, status) => `the answer ${status} of ${operation.id}`;
export const otherMethodsOf = ({ path }) => `other methods on ${path}`;
export const eventBy = (server, message) => `${message.type} by ${server.name}`;
export const refusalBy = (server, refusal) => `${refusal.name} by ${server.name}`;

export const cover = (what) => covered.add(what);

/** All that the specifications describe and nobody covered. */
export function uncovered() {
    const described = [
        ...operations.flatMap((operation) => Object.keys(operation.responses).map((code) => answerOf(operation, code))),
        ...paths.map(otherMethodsOf),
        ...events.servers.flatMap((server) => [
            ...events.messages.map((message) => eventBy(server, message)),
            ...events.refusals.map((refusal) => refusalBy(server, refusal)),
        ]),
    ];
    return described.filter((what) => !covered.has(what));
}
