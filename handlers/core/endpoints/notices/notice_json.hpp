#pragma once

#include <string>

#include "base/uuid.hpp"
#include "notices/queries.hpp"

/// What is answered about notices, as openapi.yaml describes it.
namespace likes::endpoints {

/// NoticeList, NoticeChanges and UnreadNotices.
std::string notice_list_json(const notices::ListView& view);
std::string notice_changes_json(const notices::ChangesView& view);
std::string unread_json(const notices::Unread& unread);

/// SeenNotices, ReadNotice and DismissedNotice. REQUIRES: the notice is there.
std::string seen_json(const notices::ChangeView& view);
std::string read_json(const notices::ChangeView& view);
std::string dismissed_json(const Uuid& message, const notices::ChangeView& view);

}  // namespace likes::endpoints
