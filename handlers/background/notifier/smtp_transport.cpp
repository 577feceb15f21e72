#include "background/notifier/smtp_transport.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include <curl/curl.h>

namespace likes::background {
namespace {

constexpr long kConnectMilliseconds = 10'000;
constexpr long kTotalMilliseconds = 30'000;

/// How far the dialogue with the server has come.
enum class Stage { kGreeting, kMail, kRecipient, kData };

/// One mail on its way. libcurl calls the functions below with it.
struct Dialogue {
    std::string_view data;
    std::size_t sent = 0;
    Stage stage = Stage::kGreeting;
    std::string last_reply;
    bool is_over = false;

    bool is_all_sent() const { return stage == Stage::kData && sent == data.size(); }
};

struct ListFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t read_mail_data(char* out, std::size_t size, std::size_t count, void* user) {
    auto& dialogue = *static_cast<Dialogue*>(user);
    const auto length = std::min(size * count, dialogue.data.size() - dialogue.sent);
    dialogue.data.copy(out, length, dialogue.sent);
    dialogue.sent += length;
    return length;
}

/// What libcurl says to the server and hears from it. Nothing of it is kept but the stage and the last reply.
int listen(CURL* /*easy*/, curl_infotype type, char* bytes, std::size_t size, void* user) {
    constexpr std::size_t kReplyMax = 512;
    auto& dialogue = *static_cast<Dialogue*>(user);
    std::string_view text{bytes, size};
    // libcurl says goodbye after a refusal; what the server answers to that is of no interest.
    if (type == CURLINFO_HEADER_OUT && text.starts_with("QUIT")) dialogue.is_over = true;
    if (dialogue.is_over) return 0;
    if (type == CURLINFO_HEADER_IN) {
        while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
        dialogue.last_reply = text.substr(0, kReplyMax);
    } else if (type == CURLINFO_HEADER_OUT) {
        dialogue.last_reply.clear();
        if (text.starts_with("MAIL FROM:")) dialogue.stage = Stage::kMail;
        if (text.starts_with("RCPT TO:")) dialogue.stage = Stage::kRecipient;
        if (text.starts_with("DATA")) dialogue.stage = Stage::kData;
    }
    return 0;
}

template <class Value>
void set_option(CURL* easy, CURLoption option, Value value) {
    if (curl_easy_setopt(easy, option, value) != CURLE_OK) {
        throw std::runtime_error{"libcurl does not take the settings for mail"};
    }
}

bool is_refusal(std::string_view reply) {
    return reply.starts_with('4') || reply.starts_with('5');
}

}  // namespace

struct SmtpTransport::Easy {
    Easy() {
        // The program has one thread that begins before the others do.
        static const bool kIsReady = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
        if (kIsReady) handle = curl_easy_init();
        if (handle == nullptr) throw std::runtime_error{"libcurl cannot be used"};
    }
    Easy(const Easy&) = delete;
    Easy& operator=(const Easy&) = delete;
    ~Easy() { curl_easy_cleanup(handle); }

    CURL* handle = nullptr;
};

SmtpTransport::SmtpTransport(SmtpSettings settings) : settings_{std::move(settings)}, easy_{std::make_unique<Easy>()} {
    auto* const easy = easy_->handle;
    set_option(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set_option(easy, CURLOPT_URL, settings_.url.c_str());
    set_option(easy, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    set_option(easy, CURLOPT_PROXY, "");
    set_option(easy, CURLOPT_NOSIGNAL, 1L);
    set_option(easy, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
    set_option(easy, CURLOPT_TIMEOUT_MS, kTotalMilliseconds);
    set_option(easy, CURLOPT_UPLOAD, 1L);
    set_option(easy, CURLOPT_READFUNCTION, read_mail_data);
    set_option(easy, CURLOPT_DEBUGFUNCTION, listen);
    set_option(easy, CURLOPT_VERBOSE, 1L);
    if (!settings_.user.empty()) {
        set_option(easy, CURLOPT_USERNAME, settings_.user.c_str());
        set_option(easy, CURLOPT_PASSWORD, settings_.password.c_str());
    }
    if (!settings_.ca_file.empty()) set_option(easy, CURLOPT_CAINFO, settings_.ca_file.c_str());
}

SmtpTransport::~SmtpTransport() = default;

Handed SmtpTransport::hand(const mail::Address& sender, const mail::Address& recipient, std::string_view data) {
    auto* const easy = easy_->handle;
    Dialogue dialogue{.data = data, .sent = 0, .stage = Stage::kGreeting, .last_reply = {}, .is_over = false};
    const std::unique_ptr<curl_slist, ListFree> recipients{curl_slist_append(nullptr, recipient.str().c_str())};
    if (!recipients) throw std::bad_alloc{};
    set_option(easy, CURLOPT_MAIL_FROM, sender.str().c_str());
    set_option(easy, CURLOPT_MAIL_RCPT, recipients.get());
    set_option(easy, CURLOPT_READDATA, static_cast<void*>(&dialogue));
    set_option(easy, CURLOPT_DEBUGDATA, static_cast<void*>(&dialogue));
    const auto result = curl_easy_perform(easy);
    // They are of this call.
    set_option(easy, CURLOPT_MAIL_RCPT, static_cast<curl_slist*>(nullptr));
    set_option(easy, CURLOPT_DEBUGDATA, static_cast<void*>(nullptr));

    if (result == CURLE_OK) return {Handing::kTaken, {}};
    const bool is_answered = is_refusal(dialogue.last_reply);
    // What the server says before that is about us, and not about the mail.
    const bool is_about_mail = dialogue.stage == Stage::kRecipient || dialogue.stage == Stage::kData;
    if (is_answered && is_about_mail) return {Handing::kRefused, std::move(dialogue.last_reply)};
    if (dialogue.is_all_sent() && !is_answered) return {Handing::kUnknown, {}};
    return {Handing::kUnreachable, {}};
}

}  // namespace likes::background
