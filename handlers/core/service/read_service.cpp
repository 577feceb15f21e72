#include "service/read_service.hpp"

#include <memory>
#include <span>

#include "service/settings.hpp"
#include "store/changes_reader.hpp"
#include "store/chat_reader.hpp"
#include "store/like_reader.hpp"
#include "store/message_reader.hpp"

namespace likes::service {
namespace {

/// A screen asks for dozens of messages, so fewer of them make a batch.
constexpr std::size_t kScreenWeight = 16;

/// Makes what executes the batches of one lane, with a reader of its own. Shared, because what a std::function holds
/// must be copyable.
template <class Query, class Reader>
auto lane_of(const config::Config& config) {
    return [&config] {
        auto reader = std::make_shared<Reader>(store::Session{session_settings(config)}, window(config));
        return [reader](std::span<const Query> batch) { return reader->read(batch); };
    };
}

}  // namespace

template <>
LikesService::ReadService(const config::Config& config)
    : lanes_{read_lane_settings(config), lane_of<LikesQuery, store::LikeReader>(config)} {}

template <>
ReactionsService::ReadService(const config::Config& config)
    : lanes_{read_lane_settings(config), lane_of<MessageQuery, store::MessageReader>(config)} {}

template <>
ChatService::ReadService(const config::Config& config)
    : lanes_{lane_settings(config, kScreenWeight), lane_of<ChatQuery, store::ChatReader>(config)} {}

template <>
ChangesService::ReadService(const config::Config& config)
    : lanes_{lane_settings(config, kScreenWeight), lane_of<ChangesQuery, store::ChangesReader>(config)} {}

}  // namespace likes::service
