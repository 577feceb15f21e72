#include "plugin/realtime_keys.hpp"

#include <utility>
#include <variant>

#include "realtime/realtime_token.hpp"
#include "runtime/counters.hpp"

namespace likes::plugin {

RealtimeKeys::RealtimeKeys(const std::filesystem::path& jwks_file, Log log, Time now)
    : log_{std::move(log)},
      file_{{jwks_file, auth::UnusableKeys::kRefused, runtime::counters().realtime_key_file_refused}, now},
      verifier_{file_.take_first_keys(), realtime::realtime_token_rules()} {}

void RealtimeKeys::read_if_due(Time now) {
    if (!file_.is_due(now)) return;
    auto news = file_.read(now);
    if (const auto* const refused = std::get_if<std::string>(&news)) log_(Level::kWarning, *refused);
    if (auto* const keys = std::get_if<auth::KeySet>(&news)) {
        verifier_ = auth::TokenVerifier{std::move(*keys), realtime::realtime_token_rules()};
    }
}

}  // namespace likes::plugin
