#include "likes/outbox_entry.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::outbox_entry_test {

using namespace likes::test;
using std::chrono::seconds;
using std::chrono::sys_seconds;

const std::string kChat = "00000000000000000000000000000007";
const std::string kMessage = "000000000000000000000000000000ff";
const std::string kAbout = kChat + ' ' + kMessage + " thumbs_up";

Change at(Change change, int second) {
    change.given_at = sys_seconds{seconds{second}};
    return change;
}

BOOST_AUTO_TEST_SUITE(outbox_entry)

BOOST_AUTO_TEST_CASE(an_entry_is_one_line_and_read_again_with_the_moments_of_its_changes) {
    struct Case {
        std::string line;
        std::vector<Change> changes;
    };
    const std::vector<Case> cases{
        {kAbout, {}},
        {kAbout + " +alice,1767323045", {at(liked("alice"), 1767323045)}},
        {kAbout + " -alice,0 +alice,2", {at(unliked("alice"), 0), at(liked("alice"), 2)}},
        {kAbout + " ++,1 +auth0|5f,2 -PRIMARY/admin,3 +a+b@example.com,4 -=,5",
         {at(liked("+"), 1), at(liked("auth0|5f"), 2), at(unliked("PRIMARY/admin"), 3), at(liked("a+b@example.com"), 4),
          at(unliked("="), 5)}},
        {kAbout + " --a,-1 +-,3 +A.b_c~d@e:f-9,4",
         {at(unliked("-a"), -1), at(liked("-"), 3), at(liked("A.b_c~d@e:f-9"), 4)}},
    };
    const MessageReaction target{uuid(255), Reaction::parse("thumbs_up").value()};
    for (const auto& [line, changes] : cases) {
        BOOST_TEST_INFO_SCOPE("line: " << line);
        BOOST_TEST(format_entry(uuid(7), target, changes) == line);
        const auto entry = parse_entry(line);
        BOOST_TEST((entry == OutboxEntry{uuid(7), target, changes}));
        BOOST_TEST((read_entry(line) == entry));
        for (std::size_t i = 0; i < changes.size(); ++i) BOOST_TEST((entry.changes[i].given_at == changes[i].given_at));
    }
}

BOOST_AUTO_TEST_CASE(a_line_that_we_did_not_write_is_refused) {
    for (const std::string& line : {std::string{},
                                    std::string{" "},
                                    kChat,
                                    kChat + ' ' + kMessage,
                                    kChat + ' ' + kMessage + ' ',
                                    kAbout + ' ',
                                    kAbout + "  +a,1",
                                    ' ' + kAbout,
                                    kChat.substr(1) + ' ' + kMessage + " like",
                                    kChat + "0 " + kMessage + " like",
                                    kChat + ' ' + kMessage + " Like",
                                    "g" + kChat.substr(1) + ' ' + kMessage + " like",
                                    kAbout + " a,1",
                                    kAbout + " +a",
                                    kAbout + " +a,",
                                    kAbout + " +,1",
                                    kAbout + " +a,b",
                                    kAbout + " +a,1,2",
                                    kAbout + " +a,1 ",
                                    kAbout + " +a,1.5",
                                    kAbout + " +a,99999999999999999999",
                                    kAbout + " +a b,1",
                                    kAbout + " +a,1\n",
                                    kAbout + " +" + std::string(UserId::kMaxLength + 1, 'x') + ",1"}) {
        BOOST_TEST_INFO_SCOPE("line: '" << line << "'");
        BOOST_CHECK_THROW(parse_entry(line), std::runtime_error);
        BOOST_TEST(!read_entry(line));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::outbox_entry_test
