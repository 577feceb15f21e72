#include "background/notifier/push_sender.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "background/notifier/push_messages.hpp"
#include "base/sha256.hpp"
#include "push/verdict.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"

namespace likes::background {
namespace {

using push::Verdict;
using runtime::PushOutcome;
using std::chrono::milliseconds;

/// The id of the request for a token; pushes have greater ones.
constexpr std::uint64_t kAccessRequest = 0;
/// How long answers are waited for while nothing else is due.
constexpr milliseconds kPatience{20};
/// Of parts in one run, so that it ends while there is always more.
constexpr std::size_t kPartsMax = 50;
/// Google wants a minute at least when a quota is used up.
constexpr outbound::Backoff kQuotaBackoff{.first = milliseconds{60'000}, .least = milliseconds{60'000}};

void count(PushOutcome outcome) {
    runtime::counters().pushes[outcome].add();
}

/// Whoever repeats a delivery gives it the same id.
Uuid id_of(const store::DeviceDeliveryKey& key) {
    const auto digest = sha256(key.target.to_hex() + key.message.to_hex() + std::to_string(key.sequence));
    Uuid::Bytes bytes{};
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    return Uuid{bytes};
}

}  // namespace

PushSender::PushSender(store::PushDeliveries& deliveries, outbound::Client& client, PushChannels channels,
                       Settings settings)
    : deliveries_{deliveries}, client_{client}, channels_{std::move(channels)}, settings_{std::move(settings)} {}

void PushSender::run_once() {
    for (std::size_t part = 0; part < kPartsMax && !stopping_; ++part) {
        const bool is_more = start_some();
        const bool has_ended = finish_some(is_more ? milliseconds{0} : kPatience);
        if (!is_more && !has_ended) break;
    }
    runtime::counters().push_circuits_open.set(static_cast<std::int64_t>(circuits_.open()));
}

void PushSender::end(milliseconds patience) {
    const auto until = settings_.steady() + patience;
    while ((!under_way_.empty() || is_access_asked_) && settings_.steady() < until) finish_some(kPatience);
}

/// False if nothing more is due, or if nothing more may be sent now.
bool PushSender::start_some() {
    if (under_way_.size() + without_access_.size() + kBatch > kUnderWayMax) return false;
    const auto begin = settings_.steady();
    if (begin < paced_until_) return false;
    auto pushes = deliveries_.claim(kBatch);
    const bool is_full = pushes.size() == kBatch;
    const auto again = std::count_if(pushes.begin(), pushes.end(), [](const auto& one) { return one.attempts > 0; });
    paced_until_ = begin + milliseconds{again * 1'000 / static_cast<std::ptrdiff_t>(kAgainPerSecond)};
    for (auto& push : pushes) start(std::move(push));
    write();
    return is_full;
}

void PushSender::start(store::DevicePush push) {
    if (push.due.is_expired) {
        count(PushOutcome::kExpired);
        return put(push.key, What::kDropped);
    }
    auto message = push_message(push, settings_.preview_max);
    if (!message || !push.target || !channels_.has(push.target->kind)) {
        count(PushOutcome::kDropped);
        return put(push.key, What::kDropped);
    }
    if (push.due.quiet_until && !message->is_test) {
        return put(push.key, What::kLater, std::chrono::ceil<milliseconds>(*push.due.quiet_until - push.now), false);
    }
    auto host = channels_.host_of(*push.target);
    Claimed claimed{push.key, *std::move(push.target), *std::move(message), host.value_or(""), push.attempts};
    if (!host) return fail(claimed);
    if (const auto wait = circuits_.wait(claimed.host, settings_.steady()); wait.count() > 0) {
        const auto spread = std::chrono::duration_cast<milliseconds>(kSpread * random());
        return put(claimed.key, What::kLater, wait + spread);
    }
    if (!channels_.needs_access(claimed.target.kind, settings_.clock())) return send(std::move(claimed));
    without_access_.push_back(std::move(claimed));
    if (is_access_asked_) return;
    client_.start(kAccessRequest, channels_.access_request(settings_.clock()));
    is_access_asked_ = true;
}

void PushSender::send(Claimed claimed) {
    const auto request = channels_.request(claimed.target, claimed.message, id_of(claimed.key), settings_.clock());
    if (!request) {
        circuits_.succeeded(claimed.host);
        return fail(claimed);
    }
    const auto id = ++last_id_;
    client_.start(id, *request);
    under_way_.emplace(id, std::move(claimed));
}

/// False if nothing has ended.
bool PushSender::finish_some(milliseconds patience) {
    if (under_way_.empty() && !is_access_asked_) return false;
    const auto all = client_.finished(patience);
    for (const auto& one : all) take(one);
    write();
    return !all.empty();
}

void PushSender::take(const outbound::Finished& finished) {
    if (finished.id == kAccessRequest) return take_access(finished.answer);
    const auto found = under_way_.find(finished.id);
    if (found == under_way_.end()) return;
    const auto claimed = std::move(found->second);
    under_way_.erase(found);
    runtime::counters().push_milliseconds.observe(static_cast<std::uint64_t>(finished.answer.took.count()));
    judge(claimed, finished.answer);
}

void PushSender::take_access(const outbound::Answer& answer) {
    is_access_asked_ = false;
    const bool is_granted = channels_.take_access(answer, settings_.clock());
    if (!is_granted) {
        log::warning("Google gives no token for pushes; they are sent later", {{"status", answer.status}});
    }
    for (auto& claimed : std::exchange(without_access_, {})) {
        if (is_granted) {
            send(std::move(claimed));
        } else {
            circuits_.failed(claimed.host, settings_.steady());
            count(PushOutcome::kFailed);
            put(claimed.key, What::kLater, backoff(claimed));
        }
    }
}

void PushSender::judge(const Claimed& claimed, const outbound::Answer& got) {
    if (got.was_refused) {
        // A name of an allowed host that leads to a machine beside ours.
        log::warning("a push service has no public address, and nothing is sent there");
        return fail(claimed);
    }
    push::Answer answer{.status = got.status,
                        .retry_after = push::parse_retry_after(got.retry_after, settings_.clock())};
    push::read_reason(claimed.target.kind, got.body, answer);
    const auto verdict = push::judge(claimed.target.kind, answer, claimed.target.registered_at);
    const auto now = settings_.steady();
    const auto asked_wait = [&] {
        const milliseconds most = outbound::Circuits::kWaitMax;
        if (answer.retry_after) return std::min<milliseconds>(*answer.retry_after, most);
        return claimed.target.kind == push::Kind::kFcm ? kQuotaBackoff.wait(claimed.attempts + 1, random())
                                                       : backoff(claimed);
    };
    // Whatever it says, it is there.
    if (verdict != Verdict::kRetry) circuits_.succeeded(claimed.host);
    switch (verdict) {
        case Verdict::kSent:
            count(PushOutcome::kSent);
            return put(claimed.key, What::kSent);
        case Verdict::kGone:
            count(PushOutcome::kGone);
            return put(claimed.key, What::kGone, {}, true, claimed.target.registered_at);
        case Verdict::kOurs:
            log::warning(
                "a push service refuses a push",
                {{"kind", code_of(claimed.target.kind)}, {"status", answer.status}, {"reason", answer.reason}});
            return fail(claimed);
        case Verdict::kRenewToken:
            count(PushOutcome::kFailed);
            return put(claimed.key, What::kLater,
                       channels_.renew_token(claimed.target.kind, settings_.clock()) && claimed.attempts == 0
                           ? milliseconds{0}
                           : backoff(claimed));
        case Verdict::kWaitTarget:
            count(PushOutcome::kFailed);
            return put(claimed.key, What::kDeviceLater, asked_wait());
        case Verdict::kWaitHost: {
            count(PushOutcome::kFailed);
            const auto wait = asked_wait();
            circuits_.rest(claimed.host, wait, now);
            const auto spread = std::chrono::duration_cast<milliseconds>(kSpread * random());
            return put(claimed.key, What::kLater, wait + spread);
        }
        case Verdict::kRetry:
            circuits_.failed(claimed.host, now);
            count(PushOutcome::kFailed);
            return put(claimed.key, What::kLater, backoff(claimed));
    }
}

/// It is not sent again. The fault may be ours, so the subscription is kept for long.
void PushSender::fail(const Claimed& claimed) {
    count(PushOutcome::kRefused);
    const auto& target = claimed.target;
    const bool is_hopeless = push::is_hopeless(target.failures + 1, target.last_ok_at, settings_.clock());
    if (is_hopeless) runtime::counters().push_subscriptions_disabled.add();
    put(claimed.key, is_hopeless ? What::kHopeless : What::kFailed);
}

milliseconds PushSender::backoff(const Claimed& claimed) {
    return outbound::Backoff{}.wait(claimed.attempts + 1, random());
}

/// From 0 up to, without, 1.
double PushSender::random() {
    constexpr unsigned kDigits = 53;
    constexpr double kRange = 1.0 / static_cast<double>(std::uint64_t{1} << kDigits);
    return static_cast<double>(settings_.random() >> (64U - kDigits)) * kRange;
}

void PushSender::put(const store::DeviceDeliveryKey& key, What what, milliseconds wait, bool was_tried,
                     Time registered_at) {
    results_.push_back({key, what, wait, was_tried, registered_at});
}

void PushSender::write() {
    deliveries_.finish(std::exchange(results_, {}));
}

}  // namespace likes::background
