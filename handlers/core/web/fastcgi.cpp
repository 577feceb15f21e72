#include "web/fastcgi.hpp"

#include <array>
#include <string_view>

#include <fastcgi.h>

namespace likes::web {
namespace {

/// The most that a record may hold so that it needs no padding to a multiple of 8 (section 3.3).
constexpr std::size_t kContentMax = 0xFFF8;

void append_header(std::string& records, unsigned char type, int request_id, std::size_t content) {
    const std::array<unsigned char, FCGI_HEADER_LEN> header{FCGI_VERSION_1,
                                                            type,
                                                            static_cast<unsigned char>(request_id >> 8),
                                                            static_cast<unsigned char>(request_id),
                                                            static_cast<unsigned char>(content >> 8U),
                                                            static_cast<unsigned char>(content),
                                                            0,
                                                            0};
    records.append(reinterpret_cast<const char*>(header.data()), header.size());
}

/// Everything before the body: the status line and the headers.
std::string head_of(const Response& response) {
    std::string head;
    head.reserve(256);
    head.append("Status: ").append(std::to_string(response.status)) += ' ';
    head += reason_phrase(response.status);
    for (const auto& [name, value] : response.headers) head.append("\r\n").append(name).append(": ").append(value);
    constexpr int kNotModified = 304;
    if (response.status != kNotModified)
        head.append("\r\nContent-Length: ").append(std::to_string(response.body.size()));
    return head += "\r\n\r\n";
}

/// Whether FCGI_BEGIN_REQUEST is of a request that libfcgi reads, and we answer: it has an id, and is no filter's.
bool begins_to_respond(std::span<const unsigned char> bytes) {
    const bool has_id = bytes[2] != 0 || bytes[3] != 0;
    const int role = (bytes[FCGI_HEADER_LEN] << 8) | bytes[FCGI_HEADER_LEN + 1];
    return has_id && role == FCGI_RESPONDER;
}

}  // namespace

Arrival arrival_of(std::span<const unsigned char> bytes) {
    unsigned char expected = FCGI_BEGIN_REQUEST;
    std::size_t position = 0;
    while (bytes.size() - position >= FCGI_HEADER_LEN) {
        const unsigned char* const header = bytes.data() + position;
        const std::size_t content = (std::size_t{header[4]} << 8U) | header[5];
        const std::size_t record = FCGI_HEADER_LEN + content + header[6];
        // libfcgi passes over what is another request's, and then waits for more.
        const bool is_ours = header[2] == bytes[2] && header[3] == bytes[3];
        if (header[0] != FCGI_VERSION_1 || header[1] != expected || !is_ours) return Arrival::kBroken;
        if (expected == FCGI_BEGIN_REQUEST && content != sizeof(FCGI_BeginRequestBody)) return Arrival::kBroken;
        if (position + record > kRequestMax) return Arrival::kBroken;
        if (bytes.size() - position < record) return Arrival::kPart;
        if (expected == FCGI_BEGIN_REQUEST) {
            if (!begins_to_respond(bytes)) return Arrival::kBroken;
            expected = FCGI_PARAMS;
        } else if (content == 0) {
            if (expected == FCGI_STDIN) return Arrival::kWhole;
            expected = FCGI_STDIN;
        }
        position += record;
    }
    return Arrival::kPart;
}

std::string to_records(const Response& response, int request_id) {
    const std::string head = head_of(response);
    std::string records;
    const std::size_t size = head.size() + response.body.size();
    records.reserve(size + (size / kContentMax + 3) * FCGI_HEADER_LEN + sizeof(FCGI_EndRequestBody));
    // The head is short; the body is what may take several records.
    const auto first = std::string_view{response.body}.substr(0, kContentMax - head.size());
    append_header(records, FCGI_STDOUT, request_id, head.size() + first.size());
    records.append(head).append(first);
    for (auto rest = std::string_view{response.body}.substr(first.size()); !rest.empty();) {
        const auto content = rest.substr(0, kContentMax);
        append_header(records, FCGI_STDOUT, request_id, content.size());
        records.append(content);
        rest.remove_prefix(content.size());
    }
    append_header(records, FCGI_STDOUT, request_id, 0);
    append_header(records, FCGI_END_REQUEST, request_id, sizeof(FCGI_EndRequestBody));
    // Application status 0, FCGI_REQUEST_COMPLETE.
    records.append(sizeof(FCGI_EndRequestBody), '\0');
    return records;
}

}  // namespace likes::web
