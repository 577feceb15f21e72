#include "auth/scopes.hpp"

#include <array>

#include "base/text.hpp"

namespace likes::auth {
namespace {

constexpr std::array kAll{Scope::kAnalytics};

}  // namespace

std::string_view name_of(Scope scope) {
    switch (scope) {
        case Scope::kAnalytics:
            return "likes:analytics";
    }
    return "";
}

Scopes Scopes::parse(std::string_view claim) {
    Scopes scopes;
    while (!claim.empty()) {
        const auto name = take_until(claim, ' ');
        for (const auto scope : kAll) {
            if (name == name_of(scope)) scopes.bits_ |= static_cast<unsigned>(scope);
        }
    }
    return scopes;
}

}  // namespace likes::auth
