#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>

#include "instances.hpp"
#include "unit/auth/test_keys.hpp"

namespace likes::bench {

/// Two keys of a sign-in, one of RSA and one on P-256, and tokens whose signatures are not theirs. No two of them are
/// alike, and each has to be verified to be found out. One thread's.
class SignInKeys {
  public:
    /// The instance gets to know the keys beside those that it has. Returns when it does.
    void install_in(const Instance& instance) const;

    /// The value of an Authorization header. RS256 and ES256 take turns.
    std::string bad_authorization(std::size_t number);

  private:
    using TestKey = auth::test::TestKey;

    std::string random_bytes(std::size_t size);

    TestKey rsa_ = TestKey::rsa(2048);
    TestKey ec_ = TestKey::ec("P-256");
    std::mt19937_64 random_{std::random_device{}()};
};

}  // namespace likes::bench
