export { createNotices } from "../notices/create_notices.js";
export { noticeInWords, noticeToParts } from "../notices/notice_words.js";
export { createLikes } from "./create_likes.js";
export { LikesError } from "./errors.js";
export {
    displayMessageLikes,
    likeMessage,
    toggleLike,
    unlikeMessage,
    updateMessageLikes,
    useLikes,
} from "./first_draft.js";
export { likesSocket } from "./likes_socket.js";
export { likesInWords } from "./words.js";
