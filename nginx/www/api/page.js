// The API as a page: openapi.yaml and asyncapi.yaml for people. It is made when the product is built and has no script,
// so it needs nothing of its visitor's browser, and the strictest policy lets it pass.
import { answerSection, operationSection, operationsOf } from "./calls.js";
import { channelSection, messageSection, messagesOf, refusalSection } from "./events.js";
import { html, inlineMarkdown, markdown } from "./html.js";
import { anchorOf, schemaSection } from "./schema.js";

const navigation = (title, entries) => html`
<h2>${title}</h2>
<ul>${entries.map(([anchor, text]) => html`<li><a href="#${anchor}">${text}</a></li>`)}</ul>`;

/** The page's HTML. Its files are beside it: api.css, heart.svg, and both specifications. */
export function apiPage(openapi, asyncapi) {
    const operations = operationsOf(openapi);
    const messages = messagesOf(asyncapi);
    // What is in both is the same in both.
    const schemas = { ...asyncapi.components.schemas, ...openapi.components.schemas };
    const byTag = openapi.tags.map((tag) => [tag, operations.filter(({ tags }) => tags.includes(tag.name))]);
    return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${openapi.info.title}: API</title>
<link rel="icon" type="image/svg+xml" href="heart.svg">
<link rel="stylesheet" href="api.css">
</head>
<body>
<header>
<h1>${openapi.info.title} <span class="version">${openapi.info.version}</span></h1>
<p>${openapi.info.summary} <a href="openapi.yaml">openapi.yaml</a> <a href="asyncapi.yaml">asyncapi.yaml</a></p>
</header>
<nav aria-label="Contents">
${navigation(
    "Calls",
    operations.map(({ operationId, summary }) => [anchorOf("call", operationId), summary]),
)}
${navigation("Events", [
    ["channel", "Where they are"],
    ...messages.map(({ name, title }) => [anchorOf("event", name), title]),
    ["refusals", "What the broker refuses"],
])}
${navigation("Reference", [
    ["answers", "Answers"],
    ["schemas", "Schemas"],
])}
</nav>
<main>
<h2 id="calls">Calls</h2>
${markdown(openapi.info.description)}
<p>${inlineMarkdown(openapi.components.securitySchemes.bearerToken.description)}</p>
${byTag.map(
    ([{ name, description }, ofTag]) => html`
<div class="tag"><p><b>${name}</b> ${inlineMarkdown(description)}</p>
${ofTag.map((operation) => operationSection(openapi, operation))}
</div>`,
)}
<h2 id="events">Events</h2>
${markdown(asyncapi.info.description)}
${channelSection(asyncapi)}
${messages.map(messageSection)}
${refusalSection(asyncapi)}
<h2 id="answers">Answers</h2>
${Object.keys(openapi.components.responses).map((name) => answerSection(openapi, name))}
<h2 id="schemas">Schemas</h2>
${Object.keys(schemas).map((name) => schemaSection(name, schemas))}
</main>
</body>
</html>
`.text;
}
