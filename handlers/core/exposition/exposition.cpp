#include "exposition/exposition.hpp"

#include <algorithm>
#include <chrono>
#include <sstream>

#include <prometheus/text_serializer.h>

#include "exposition/catalog.hpp"
#include "metrics/file.hpp"

namespace likes::exposition {
namespace {

/// Clocks of two machines may differ: what was made in the future is new.
double oldest_age_seconds(const Backlog& backlog, Time now) {
    if (!backlog.oldest) return 0;
    return std::max(0.0, std::chrono::duration<double>{now - *backlog.oldest}.count());
}

}  // namespace

std::string text(const std::filesystem::path& directory, const std::optional<Backlog>& backlog, Time now) {
    // Mapped while the families are made from it.
    const auto all = metrics::read_all(directory);
    auto families = exposition::families(all);
    families.push_back(gauge("chat_likes_database_up", "1 if the database answers, else 0.", backlog ? 1 : 0));
    if (backlog) {
        families.push_back(gauge("chat_likes_outbox_rows", "Rows of the outbox, counted up to 100000.",
                                 static_cast<double>(backlog->rows)));
        families.push_back(gauge("chat_likes_outbox_oldest_age_seconds",
                                 "How long the oldest row of the outbox has waited; 0 if there is none.",
                                 oldest_age_seconds(*backlog, now)));
    }
    std::ostringstream text;
    prometheus::TextSerializer{}.Serialize(text, families);
    return text.str();
}

}  // namespace likes::exposition
