#include "web/query.hpp"

#include "fuzz/fuzz.hpp"
#include "web/response.hpp"

using namespace likes;

// A query is read or is a bad request; what was read is never longer than it was written, and a number is in bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    try {
        const auto query = web::Query::parse(text, {"limit", "cursor"});
        const auto cursor = query.get("cursor");
        fuzz::require(!cursor || cursor->size() < text.size());
        const auto limit = query.number("limit", 1, 100, 50);
        fuzz::require(limit >= 1 && limit <= 100);
    } catch (const web::Problem& problem) {
        fuzz::require(problem.status == 400);
    }
    return 0;
}
