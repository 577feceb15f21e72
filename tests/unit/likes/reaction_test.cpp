#include "likes/reaction.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "likes/reaction_catalog.hpp"
#include "unit/likes/build.hpp"

namespace likes::reaction_test {

BOOST_AUTO_TEST_SUITE(reaction)

BOOST_AUTO_TEST_CASE(a_code_is_short_and_plain) {
    for (const std::string code : {"a", "thumbs_up", "100", "_"}) {
        BOOST_TEST_INFO_SCOPE("code: " << code);
        BOOST_REQUIRE(Reaction::parse(code).has_value());
        BOOST_TEST(Reaction::parse(code)->code() == code);
    }
    BOOST_TEST(Reaction::parse(std::string(32, 'x')).has_value());
    BOOST_TEST(!Reaction::parse(std::string(33, 'x')).has_value());
    for (const std::string code : {"", "Like", "thumbs-up", "a b", "a\"b", "❤️", "a\n"})
        BOOST_TEST(!Reaction::parse(code).has_value(), "code: " << code);
}

// In which the writers lock them.
BOOST_AUTO_TEST_CASE(targets_are_ordered_by_message_and_then_by_reaction) {
    const auto clap = Reaction::parse("clap").value();
    BOOST_TEST((MessageReaction{test::uuid(1), Reaction::like()} < MessageReaction{test::uuid(2), clap}));
    BOOST_TEST((MessageReaction{test::uuid(1), clap} < MessageReaction{test::uuid(1), Reaction::like()}));
}

BOOST_AUTO_TEST_SUITE_END()

const std::string kHeart = "\u2764\uFE0F";
const std::string kBareHeart = "\u2764";
const std::string kThumb = "\U0001F44D";
/// U+FE0F in the middle: a heart on fire, U+2764 U+FE0F U+200D U+1F525.
const std::string kFire = "\u2764\uFE0F\u200D\U0001F525";
const std::string kBareFire = "\u2764\u200D\U0001F525";

ReactionCatalog seed_catalog() {
    return ReactionCatalog::parse("like=" + kHeart + ",thumbs_up=" + kThumb + ",fire=" + kFire);
}

/// `count` entries, `like` the last of them.
std::string many(std::size_t count) {
    std::string text;
    for (std::size_t i = 1; i < count; ++i) {
        text.append("r").append(std::to_string(i)).append("=★").append(std::to_string(i)).append(",");
    }
    return text + "like=" + kHeart;
}

/// What is wrong with it; empty if nothing is.
std::string complaint(std::string_view text) {
    try {
        ReactionCatalog::parse(text);
        return {};
    } catch (const std::invalid_argument& fault) {
        return fault.what();
    }
}

std::string code_of(const ReactionCatalog& catalog, std::string_view name) {
    const auto reaction = catalog.find(name);
    return reaction ? reaction->code() : "(not there)";
}

BOOST_AUTO_TEST_SUITE(reaction_catalog)

BOOST_AUTO_TEST_CASE(the_entries_stay_in_the_order_and_the_emojis_as_they_are_written) {
    const auto catalog = seed_catalog();
    const std::vector<std::pair<std::string, std::string>> expected{
        {"like", kHeart}, {"thumbs_up", kThumb}, {"fire", kFire}};
    BOOST_REQUIRE(catalog.entries().size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto& [code, emoji] = expected[i];
        BOOST_TEST(catalog.entries()[i].reaction.code() == code);
        BOOST_TEST(catalog.entries()[i].emoji == emoji);
        BOOST_TEST(catalog.emoji_of(Reaction::parse(code).value()) == emoji);
    }
    BOOST_TEST(catalog.emoji_of(Reaction::parse("joy").value()).empty());
    BOOST_TEST(ReactionCatalog::parse("like=" + kBareHeart).emoji_of(Reaction::like()) == kBareHeart);
}

BOOST_AUTO_TEST_CASE(there_are_1_to_32_reactions) {
    for (const std::size_t count : {1U, 32U}) BOOST_TEST(ReactionCatalog::parse(many(count)).entries().size() == count);
    BOOST_TEST(complaint(many(33)) == "reactions: there are more than 32");
}

BOOST_AUTO_TEST_CASE(like_is_always_one_of_them) {
    for (const std::string code : {"thumbs_up", "liked", "heart"})
        BOOST_TEST(complaint(code + "=" + kHeart) == "reactions: one of them has to be 'like', as in like=❤️");
}

BOOST_AUTO_TEST_CASE(an_entry_is_a_code_and_an_emoji_and_not_empty) {
    for (const std::string& entry : {std::string{},
                                     std::string{"joy"},
                                     std::string{"joy="},
                                     std::string{"=joy"},
                                     std::string{"="},
                                     std::string{"joy=\uFE0F"},
                                     std::string{"joy=\uFE0F\uFE0F"},
                                     std::string{"joy=\uFE0E\U0001F3FD"},
                                     std::string{"joy=like"},
                                     std::string{"joy=:)"},
                                     std::string{"joy=\xF0\x9F\x98"},
                                     std::string{"joy=\xF0"},
                                     std::string{"joy=\xF0\x9F\uFE0F\x98\x80"},
                                     std::string{"joy=\xC0\xAF"},
                                     "Joy=" + kThumb,
                                     " joy=" + kThumb,
                                     "joy =" + kThumb,
                                     "jo-y=" + kThumb,
                                     kThumb + "=joy",
                                     "joy=" + kThumb + '\n',
                                     "joy=\x7F" + kThumb,
                                     std::string(33, 'j') + "=" + kThumb}) {
        BOOST_TEST(complaint("like=" + kHeart + "," + entry) ==
                   "reactions: '" + entry + "' is not code=emoji, as in joy=😂");
        BOOST_TEST(complaint(entry + ",like=" + kHeart) == "reactions: '" + entry + "' is not code=emoji, as in joy=😂");
    }
    BOOST_TEST(complaint(std::string(32, 'j') + "=" + kThumb + ",like=" + kHeart).empty());
    // Nothing hides behind a NUL.
    for (const std::string hidden : {"", "x", "\xFF"}) {
        BOOST_TEST(!complaint("like=" + kHeart + ",joy=" + kThumb + '\0' + hidden).empty());
    }
}

BOOST_AUTO_TEST_CASE(no_code_and_no_emoji_is_given_twice) {
    for (const std::string& entry : {"like=" + kThumb, "like=" + kHeart, "heart=" + kHeart, "heart=" + kBareHeart,
                                     "heart=\uFE0F" + kBareHeart, "joy=" + kFire, "joy=" + kBareFire})
        BOOST_TEST(complaint("like=" + kHeart + ",fire=" + kFire + "," + entry) ==
                   "reactions: '" + entry + "' is given twice");
    BOOST_TEST(complaint("like=" + kBareHeart + ",heart=" + kHeart) ==
               "reactions: 'heart=" + kHeart + "' is given twice");
    BOOST_TEST(complaint("like=" + kHeart + ",fire=" + kFire).empty());
}

BOOST_AUTO_TEST_CASE(a_reaction_is_found_by_its_code_and_by_its_emoji_with_or_without_a_variation_selector) {
    const auto catalog = seed_catalog();
    const std::vector<std::pair<std::string, std::string>> expected{{"like", "like"},
                                                                    {kHeart, "like"},
                                                                    {kBareHeart, "like"},
                                                                    {kBareHeart + "\uFE0E", "like"},
                                                                    {"thumbs_up", "thumbs_up"},
                                                                    {kThumb, "thumbs_up"},
                                                                    {kThumb + "\uFE0F", "thumbs_up"},
                                                                    {"fire", "fire"},
                                                                    {kFire, "fire"},
                                                                    {kBareFire, "fire"},
                                                                    {kBareFire + "\uFE0F", "fire"}};
    for (const auto& [name, code] : expected) {
        BOOST_TEST_INFO_SCOPE("name: " << name);
        BOOST_TEST(code_of(catalog, name) == code);
    }
    BOOST_TEST(code_of(ReactionCatalog::parse("like=" + kBareHeart), kHeart) == "like");
}

BOOST_AUTO_TEST_CASE(an_emoji_of_any_skin_tone_counts_as_the_one_without) {
    const auto catalog = ReactionCatalog::parse(
        "like=\u2764\uFE0F,thumbs_up=\U0001F44D,fist=\u270A,detective=\U0001F575\uFE0F\u200D\u2640\uFE0F,"
        "deal=\U0001F91D,friends=\U0001F46D,pair=\U0001F46B,brothers=\U0001F46C,couple=\U0001F491,kiss=\U0001F48F");
    const std::vector<std::pair<std::string, std::string>> expected{
        {"\U0001F44D\U0001F3FB", "thumbs_up"},
        {"\U0001F44D\U0001F3FC", "thumbs_up"},
        {"\U0001F44D\U0001F3FD", "thumbs_up"},
        {"\U0001F44D\U0001F3FE", "thumbs_up"},
        {"\U0001F44D\U0001F3FF", "thumbs_up"},
        {"\U0001F44D\U0001F3FD\uFE0F", "thumbs_up"},
        {"\u270A\U0001F3FF", "fist"},
        // The tone stands in place of the variation selector.
        {"\U0001F575\U0001F3FE\u200D\u2640\uFE0F", "detective"},
        // Two people, or hands, of one tone, and of two.
        {"\U0001F91D\U0001F3FD", "deal"},
        {"\U0001FAF1\U0001F3FB\u200D\U0001FAF2\U0001F3FF", "deal"},
        {"\U0001F469\U0001F3FB\u200D\U0001F91D\u200D\U0001F469\U0001F3FF", "friends"},
        {"\U0001F469\U0001F3FB\u200D\U0001F91D\u200D\U0001F468\U0001F3FF", "pair"},
        {"\U0001F468\U0001F3FB\u200D\U0001F91D\u200D\U0001F468\U0001F3FF", "brothers"},
        {"\U0001F9D1\U0001F3FB\u200D\u2764\uFE0F\u200D\U0001F9D1\U0001F3FF", "couple"},
        {"\U0001F9D1\U0001F3FB\u200D\u2764\uFE0F\u200D\U0001F48B\u200D\U0001F9D1\U0001F3FF", "kiss"},
    };
    for (const auto& [name, code] : expected) {
        BOOST_TEST_INFO_SCOPE("name: " << name);
        BOOST_TEST(code_of(catalog, name) == code);
    }
    // A list may have one with a tone, but not two that are the same.
    BOOST_TEST(code_of(ReactionCatalog::parse("like=" + kHeart + ",ok=\U0001F44C\U0001F3FD"), "\U0001F44C") == "ok");
    BOOST_TEST(complaint("like=" + kHeart + ",up=\U0001F44D,dark_up=\U0001F44D\U0001F3FF") ==
               "reactions: 'dark_up=\U0001F44D\U0001F3FF' is given twice");
}

BOOST_AUTO_TEST_CASE(what_is_not_on_the_list_is_not_found) {
    const auto catalog = seed_catalog();
    for (const std::string& name :
         {std::string{}, std::string{"\uFE0F"}, std::string{"Like"}, std::string{"like "}, std::string{"lik"},
          std::string{"likes"}, std::string{"like\uFE0F"}, std::string{"joy"}, std::string{"like=" + kHeart},
          std::string{"like,fire"}, kHeart + kHeart, kHeart + " ", std::string{"\U0001F602"},
          std::string{"like\U0001F3FD"}, std::string{"\U0001F3FD"}, kHeart.substr(0, 2), std::string{"%F0%9F%91%8D"},
          std::string("like\0", 5)}) {
        BOOST_TEST_INFO_SCOPE("name: '" << name << "'");
        BOOST_TEST(code_of(catalog, name) == "(not there)");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::reaction_test
