#include "auth/token_cache.hpp"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

namespace likes::auth {
namespace {

using namespace std::chrono_literals;

constexpr Time kNow{1'800'000'000s};

VerifiedToken alice() {
    return {*UserId::parse("alice"), kNow + 60s};
}

std::string token(int number) {
    return "token " + std::to_string(number);
}

BOOST_AUTO_TEST_SUITE(token_cache)

BOOST_AUTO_TEST_CASE(what_was_put_is_found_under_the_whole_text_only) {
    TokenCache cache{100};
    cache.put("a.b.c", alice());
    const auto found = cache.find("a.b.c", kNow);
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->user.str() == "alice");
    BOOST_TEST((found->expires_at == kNow + 60s));
    for (const std::string other : {"", "a.b", "a.b.d", "a.b.c.", "A.b.c"})
        BOOST_TEST(!cache.find(other, kNow).has_value(), other);
}

BOOST_AUTO_TEST_CASE(an_entry_is_found_until_its_expiry_and_takes_no_more_room_when_it_is_put_again) {
    TokenCache cache{100};
    for (int i = 0; i < 100; ++i) cache.put("a.b.c", alice());
    BOOST_TEST(cache.size() == 1U);
    BOOST_TEST(cache.find("a.b.c", kNow + 60s - 1us).has_value());
    BOOST_TEST(!cache.find("a.b.c", kNow + 60s).has_value());
}

BOOST_AUTO_TEST_CASE(the_bound_holds_whatever_it_is) {
    for (const std::size_t bound : {1U, 2U, 15U, 16U, 17U, 100U}) {
        BOOST_TEST_INFO_SCOPE("bound: " << bound);
        TokenCache cache{bound};
        for (int i = 0; i < 1000; ++i) {
            cache.put(token(i), alice());
            BOOST_REQUIRE(cache.size() <= bound);
            BOOST_REQUIRE(cache.find(token(i), kNow).has_value());
        }
        // Every shard has filled up by now; a bound that is no multiple of their number is rounded down to one.
        BOOST_TEST(cache.size() == (bound < 16 ? bound : bound / 16 * 16));
    }
}

BOOST_AUTO_TEST_CASE(the_oldest_entry_goes_first) {
    TokenCache cache{1};
    cache.put(token(1), alice());
    cache.put(token(2), alice());
    BOOST_TEST(!cache.find(token(1), kNow).has_value());
    BOOST_TEST(cache.find(token(2), kNow).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::auth
