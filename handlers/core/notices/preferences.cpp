#include "notices/preferences.hpp"

namespace likes::notices {

std::string_view code_of(Tell tell) {
    return tell == Tell::kAll ? "all" : "off";
}

std::optional<Tell> parse_tell(std::string_view code) {
    for (const auto tell : {Tell::kAll, Tell::kOff}) {
        if (code == code_of(tell)) return tell;
    }
    return std::nullopt;
}

}  // namespace likes::notices
