export { LikesError } from "../likes/errors.js";
export { createAnalytics } from "./create_analytics.js";
