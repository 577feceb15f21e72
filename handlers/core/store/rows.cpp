#include "store/rows.hpp"

#include <algorithm>

namespace likes::store {

std::string to_hex(const Uuid& id) {
    std::string hex = id.to_string();
    std::erase(hex, '-');
    return hex;
}

}  // namespace likes::store
