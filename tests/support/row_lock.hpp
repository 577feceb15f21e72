#pragma once

#include <functional>
#include <string_view>

namespace likes::test {

/// Runs `work` while somebody else holds the locks of the rows that the statement selects.
void while_locked(std::string_view select_for_update, const std::function<void()>& work);

}  // namespace likes::test
