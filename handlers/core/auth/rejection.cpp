#include "auth/rejection.hpp"

namespace likes::auth {

std::string_view to_string(Rejection rejection) {
    switch (rejection) {
        case Rejection::no_bearer_token:
            return "no_bearer_token";
        case Rejection::too_long:
            return "too_long";
        case Rejection::malformed_token:
            return "malformed_token";
        case Rejection::unsupported_header:
            return "unsupported_header";
        case Rejection::unknown_key:
            return "unknown_key";
        case Rejection::wrong_algorithm:
            return "wrong_algorithm";
        case Rejection::bad_signature:
            return "bad_signature";
        case Rejection::malformed_claims:
            return "malformed_claims";
        case Rejection::bad_subject:
            return "bad_subject";
        case Rejection::no_expiry:
            return "no_expiry";
        case Rejection::expired:
            return "expired";
        case Rejection::not_yet_valid:
            return "not_yet_valid";
        case Rejection::wrong_issuer:
            return "wrong_issuer";
        case Rejection::wrong_audience:
            return "wrong_audience";
    }
    return "";
}

}  // namespace likes::auth
