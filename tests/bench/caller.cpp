#include "caller.hpp"

#include <stdexcept>
#include <utility>

#include "numbered.hpp"
#include "support/token.hpp"

namespace likes::bench {
namespace {

std::string call(const std::string& verb, const std::string& target, const std::string& authorization) {
    return verb + " /api/v1/" + target + " HTTP/1.1\r\nHost: bench\r\nAuthorization: " + authorization + "\r\n\r\n";
}

const std::string& authorization_of(std::size_t user) {
    static std::vector<std::string> authorizations(kUsers);
    auto& authorization = authorizations.at(user);
    if (authorization.empty()) authorization = test::bearer(user_id(user), kTokenLifetime);
    return authorization;
}

}  // namespace

std::string like_call(std::size_t message, const std::string& authorization, bool like) {
    return call(like ? "POST" : "DELETE", "messages/" + message_id(message) + "/like", authorization);
}

std::string like_call(std::size_t message, std::size_t user, bool like) {
    return like_call(message, authorization_of(user), like);
}

std::string get_call(const std::string& target, std::size_t user) {
    return call("GET", target, authorization_of(user));
}

void Caller::call(std::string text, Answered answered) {
    if (free_.empty() && lines_.size() < connections_) open_line();
    if (free_.empty()) {
        waiting_.push_back({std::move(text), std::move(answered)});
        return;
    }
    Line& line = *free_.back();
    free_.pop_back();
    ++busy_;
    send(line, {std::move(text), std::move(answered)});
}

void Caller::open_line() {
    lines_.push_back(std::make_unique<Line>(port_));
    Line& line = *lines_.back();
    free_.push_back(&line);
    poller_.watch(line.connection.descriptor(), [this, &line] { take_answer(line); });
}

void Caller::send(Line& line, Call call) {
    line.answered = std::move(call.answered);
    line.connection.write(call.text);
}

void Caller::take_answer(Line& line) {
    const std::string head = line.connection.read_through("\r\n\r\n");
    constexpr std::string_view kStatusLine = "HTTP/1.1 ";
    constexpr std::string_view kLength = "Content-Length: ";
    const auto length = head.find(kLength);
    if (!head.starts_with(kStatusLine) || length == std::string::npos) {
        throw std::runtime_error{"not an answer: " + head};
    }
    line.connection.read(std::stoul(head.substr(length + kLength.size())));
    const int status = std::stoi(head.substr(kStatusLine.size()));
    const auto answered = std::exchange(line.answered, {});

    if (waiting_.empty()) {
        free_.push_back(&line);
        --busy_;
    } else {
        send(line, std::exchange(waiting_.front(), {}));
        waiting_.pop_front();
    }
    answered(status);
}

}  // namespace likes::bench
