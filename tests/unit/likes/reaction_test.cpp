#include "likes/reaction.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes {
namespace {

using namespace likes::test;

BOOST_AUTO_TEST_SUITE(reaction)

BOOST_AUTO_TEST_CASE(the_like_is_the_reaction_of_that_code) {
    BOOST_TEST(Reaction::like().code() == "like");
    BOOST_TEST((Reaction::parse("like") == Reaction::like()));
}

BOOST_AUTO_TEST_CASE(a_code_is_short_and_plain) {
    for (const std::string code : {"a", "thumbs_up", "100", "_"}) {
        BOOST_TEST_CONTEXT("code: " << code) {
            BOOST_REQUIRE(Reaction::parse(code).has_value());
            BOOST_TEST(Reaction::parse(code)->code() == code);
        }
    }
    BOOST_TEST(Reaction::parse(std::string(32, 'x')).has_value());
    BOOST_TEST(!Reaction::parse(std::string(33, 'x')).has_value());
    for (const std::string code : {"", "Like", "thumbs-up", "a b", "a\"b", "❤️", "a\n"}) {
        BOOST_TEST_CONTEXT("code: " << code) {
            BOOST_TEST(!Reaction::parse(code).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(targets_are_ordered_by_message_and_then_by_reaction) {
    const auto clap = Reaction::parse("clap").value();
    BOOST_TEST((MessageReaction{uuid(1), Reaction::like()} < MessageReaction{uuid(2), clap}));
    BOOST_TEST((MessageReaction{uuid(1), clap} < MessageReaction{uuid(1), Reaction::like()}));
    BOOST_TEST((MessageReaction{uuid(1), clap} == MessageReaction{uuid(1), clap}));
    BOOST_TEST((MessageReaction{uuid(1), clap} != MessageReaction{uuid(1), Reaction::like()}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
