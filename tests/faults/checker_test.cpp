#include "faults/checker.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

// Histories made by hand, with what the checker must find in them, and with what it must not.
namespace likes::test {
namespace {

using Users = std::vector<std::string>;

const Subject kSubject{"message-1", "like"};

/// A run about one message. Calls take one unit of time each and follow one another, unless their times are given.
class Run {
  public:
    Run() { evidence_.hearings.push_back({"the phone", {}}); }

    Run& call(const std::string& user, Ask ask, std::uint64_t version, const Users& liked_by) {
        return call(user, ask, version, liked_by, now_, now_ + 1);
    }

    Run& call(const std::string& user, Ask ask, std::uint64_t version, const Users& liked_by, int begun, int ended) {
        const bool is_liked = std::find(liked_by.begin(), liked_by.end(), user) != liked_by.end();
        add(user, ask, begun, ended,
            LikeState{kSubject.first, liked_by.size(), liked_by, std::nullopt, is_liked, is_liked, false, version});
        return *this;
    }

    Run& put(const std::string& user, std::uint64_t version, const Users& liked_by) {
        return call(user, Ask::kPut, version, liked_by);
    }
    /// The answer names only some of those who react.
    Run& put(const std::string& user, std::uint64_t version, const Users& named, std::size_t count) {
        put(user, version, named);
        last_answer().likes_count = count;
        last_answer().truncated = true;
        return *this;
    }
    Run& take_back(const std::string& user, std::uint64_t version, const Users& liked_by) {
        return call(user, Ask::kTakeBack, version, liked_by);
    }
    Run& read(const std::string& user, std::uint64_t version, const Users& liked_by) {
        return call(user, Ask::kRead, version, liked_by);
    }

    /// A call without an answer.
    Run& unanswered(const std::string& user, Ask ask) {
        add(user, ask, now_, now_ + 1, std::nullopt);
        return *this;
    }

    Run& event(std::uint64_t version, const Users& liked_by, std::vector<std::pair<std::string, bool>> changes) {
        evidence_.hearings.back().events.push_back({"message_liked", "chat", kSubject.first, kSubject.second,
                                                    liked_by.size(), liked_by, std::nullopt, false, version,
                                                    std::move(changes)});
        return *this;
    }

    Run& event(std::uint64_t version, const Users& named, std::vector<std::pair<std::string, bool>> changes,
               std::size_t count) {
        event(version, named, std::move(changes));
        evidence_.hearings.back().events.back().likes_count = count;
        evidence_.hearings.back().events.back().truncated = true;
        return *this;
    }

    Run& tables(std::uint64_t version, const Users& users) { return tables(version, users, users.size()); }
    Run& tables(std::uint64_t version, const Users& users, std::size_t total) {
        evidence_.tables[kSubject] = {users, total, version};
        return *this;
    }

    /// The database is killed before the next call.
    Run& death() {
        evidence_.deaths_of_the_database.push_back(Moment{} + std::chrono::seconds{now_++});
        return *this;
    }

    Run& late(int time) {
        evidence_.lateness = std::chrono::seconds{time};
        return *this;
    }

    Run& nobody_listened() {
        evidence_.hearings.clear();
        return *this;
    }

    LikeState& last_answer() { return *evidence_.calls.back().answer; }
    Hearing& hearing() { return evidence_.hearings.back(); }

    Findings check() const { return test::check(evidence_); }

  private:
    void add(const std::string& user, Ask ask, int begun, int ended, const std::optional<LikeState>& answer) {
        const Moment start{};
        evidence_.calls.push_back(
            {user, kSubject, ask, start + std::chrono::seconds{begun}, start + std::chrono::seconds{ended}, answer});
        now_ = std::max(now_, ended + 1);
    }

    Evidence evidence_;
    int now_ = 0;
};

void check_clean(const Findings& findings) {
    BOOST_TEST(findings.empty());
    for (const auto& finding : findings) BOOST_TEST_MESSAGE(describe(finding));
}

/// There is such a finding, and it names the message and the user.
void check_found(const Findings& findings, Wrong wrong, const std::string& user, const std::string& text) {
    const bool found = std::any_of(findings.begin(), findings.end(), [&](const Finding& each) {
        return each.wrong == wrong && each.user == user && each.subject == kSubject &&
               describe(each).find(text) != std::string::npos;
    });
    std::string all;
    for (const auto& finding : findings) all += '\n' + describe(finding);
    BOOST_TEST(found, "not found: " << text << ". There is:" << all);
}

/// ann and bob like, ann takes it back; all is as it should be.
Run good_run() {
    Run run;
    run.put("ann", 1, {"ann"}).put("bob", 2, {"ann", "bob"}).take_back("ann", 3, {"bob"});
    run.event(1, {"ann"}, {{"ann", true}}).event(3, {"bob"}, {{"bob", true}, {"ann", false}});
    run.tables(3, {"bob"});
    return run;
}

BOOST_AUTO_TEST_SUITE(checker)

BOOST_AUTO_TEST_CASE(a_run_in_which_all_is_well_has_no_findings) {
    check_clean(good_run().check());
    check_clean(Run{}.check());
}

BOOST_AUTO_TEST_CASE(a_call_that_changes_nothing_is_no_change) {
    check_clean(good_run().put("bob", 3, {"bob"}).take_back("ann", 3, {"bob"}).read("ann", 3, {"bob"}).check());
}

BOOST_AUTO_TEST_CASE(the_relay_may_make_versions_that_change_nothing) {
    check_clean(good_run().event(4, {"bob"}, {{"bob", true}}).tables(4, {"bob"}).check());
}

BOOST_AUTO_TEST_CASE(a_lost_like_is_found) {
    Run run;
    run.nobody_listened().put("ann", 1, {"ann"}).put("bob", 2, {"ann", "bob"}).tables(2, {"ann"});
    check_found(run.check(), Wrong::kRepeatedVersion, "", "version 2 is ann bob by the put of bob");
    run.tables(1, {"ann"});
    check_found(run.check(), Wrong::kLost, "", "the tables are at version 1, but the put of bob");
    run.tables(3, {"ann"});
    check_found(run.check(), Wrong::kLost, "bob", "expected to react, as in version 2");
}

BOOST_AUTO_TEST_CASE(a_lost_unlike_is_found) {
    const auto findings = good_run().event(4, {"bob", "ann"}, {}).tables(4, {"bob", "ann"}).check();
    check_found(findings, Wrong::kDoubled, "ann", "expected not to react, as in version 3");
}

BOOST_AUTO_TEST_CASE(a_like_that_is_counted_twice_is_found) {
    check_found(good_run().tables(3, {"bob"}, 2).check(), Wrong::kDoubled, "", "the tables in the end counts 2");
    check_found(good_run().tables(3, {"bob", "bob"}).check(), Wrong::kDoubled, "bob", "names the user twice");
    auto run = good_run();
    run.last_answer().likes_count = 2;
    check_found(run.check(), Wrong::kDoubled, "", "the take back of ann that was answered with version 3 counts 2");
}

BOOST_AUTO_TEST_CASE(a_call_that_takes_effect_a_second_time_is_found) {
    Run run;
    run.nobody_listened().put("ann", 1, {"ann"}).take_back("ann", 2, {}).read("bob", 3, {"ann"}).tables(3, {"ann"});
    check_found(run.check(), Wrong::kDoubled, "ann", "no call that is left can have done that");
}

BOOST_AUTO_TEST_CASE(a_change_that_nobody_asked_for_is_found) {
    check_found(good_run().tables(4, {"bob", "eve"}).check(), Wrong::kDoubled, "eve", "expected not to react");
}

BOOST_AUTO_TEST_CASE(a_stale_final_state_is_found) {
    auto run = good_run();
    run.hearing().events.pop_back();
    const auto findings = run.check();
    check_found(findings, Wrong::kDiverged, "",
                "the phone should hold version 3 with bob, and holds version 1 with ann");
    check_found(findings, Wrong::kDiverged, "ann", "does not react");
}

BOOST_AUTO_TEST_CASE(a_version_with_two_contents_is_found) {
    auto run = good_run();
    run.event(3, {"ann"}, {});
    check_found(run.check(), Wrong::kRepeatedVersion, "", "version 3 is bob by the take back of ann");
    auto other_changes = good_run();
    other_changes.event(3, {"bob"}, {{"bob", true}});
    check_found(other_changes.check(), Wrong::kRepeatedVersion, "", "the phone heard of version 3 twice");
    // The same event again is what "at least once" means.
    check_clean(good_run().event(3, {"bob"}, {{"bob", true}, {"ann", false}}).check());
}

BOOST_AUTO_TEST_CASE(two_changes_under_one_version_are_found) {
    Run run;
    run.nobody_listened().put("ann", 1, {"ann"}).put("eve", 2, {"ann", "bob", "eve"}).unanswered("bob", Ask::kPut);
    check_found(run.tables(2, {"ann", "bob", "eve"}).check(), Wrong::kRepeatedVersion, "",
                "2 users changed from version 1 to version 2: bob eve");
}

BOOST_AUTO_TEST_CASE(a_version_that_goes_back_is_found) {
    auto run = good_run();
    run.read("bob", 2, {"ann", "bob"});
    check_found(run.check(), Wrong::kOutOfOrder, "bob", "answered with version 2 began when version 3 was known");
}

BOOST_AUTO_TEST_CASE(a_missing_event_is_found) {
    Run run;
    run.put("ann", 1, {"ann"}).put("bob", 2, {"ann", "bob"}).tables(2, {"ann", "bob"});
    run.event(2, {"ann", "bob"}, {{"bob", true}});
    check_found(run.check(), Wrong::kUntold, "ann", "changed last by version 1, and the phone heard of no event");
    // A subscriber that was away for a while need not have heard of everything.
    run.hearing().heard_everything = false;
    check_clean(run.check());
}

BOOST_AUTO_TEST_CASE(a_subscriber_that_was_away_holds_what_it_read_when_that_is_newer) {
    auto run = good_run();
    run.hearing().heard_everything = false;
    run.hearing().events.pop_back();
    run.hearing().caught_up[kSubject] = {{3, 1, Users{"bob"}}};
    check_clean(run.check());
    run.hearing().caught_up[kSubject] = {{3, 2, std::nullopt}};
    check_found(run.check(), Wrong::kDiverged, "", "should hold version 3 with bob, and holds version 3 with 2");
}

BOOST_AUTO_TEST_CASE(an_event_that_is_larger_than_what_the_broker_takes_is_found) {
    auto run = good_run();
    run.hearing().events.back().bytes = kBrokerPacketMax;
    check_clean(run.check());
    ++run.hearing().events.back().bytes;
    check_found(run.check(), Wrong::kTooLarge, "", "the phone heard of version 3 in 262145 bytes");
}

BOOST_AUTO_TEST_CASE(where_not_everybody_is_named_the_number_is_compared) {
    const Users named{"bob", "eve"};
    Run run;
    run.put("ann", 1, {"ann"}).put("bob", 2, {"ann", "bob"}).put("eve", 3, named, 3);
    run.event(3, named, {{"ann", true}, {"bob", true}, {"eve", true}}, 3).tables(3, {"ann", "bob", "eve"});
    check_clean(run.check());
    auto answer = run;
    answer.last_answer().likes_count = 4;
    check_found(answer.check(), Wrong::kRepeatedVersion, "", "and 4 by the put of eve");
    auto event = run;
    event.hearing().events.back().likes_count = 4;
    check_found(event.check(), Wrong::kRepeatedVersion, "", "and 4 by an event that the phone heard");
    // An answer may leave out its own user, but not say that they do not like the message.
    run.last_answer().liked_by = {"ann", "bob"};
    check_clean(run.check());
    run.last_answer().is_liked = false;
    check_found(run.check(), Wrong::kContradiction, "eve", "says the opposite: is_liked is false");
}

BOOST_AUTO_TEST_CASE(a_version_that_comes_back_with_other_content_in_a_read_is_found) {
    auto run = good_run();
    run.hearing().caught_up[kSubject] = {{2, 2, Users{"ann", "bob"}}, {3, 1, Users{"bob"}}};
    check_clean(run.check());
    run.hearing().caught_up[kSubject] = {{2, 1, Users{"bob"}}, {3, 1, Users{"bob"}}};
    check_found(run.check(), Wrong::kRepeatedVersion, "", "version 2 is ann bob by the put of bob");
    run.hearing().caught_up[kSubject] = {{2, 1, std::nullopt}, {3, 1, std::nullopt}};
    check_found(run.check(), Wrong::kRepeatedVersion, "", ", and 1 by a read of the phone");
}

BOOST_AUTO_TEST_CASE(a_version_that_comes_back_after_a_crash_in_an_event_is_found) {
    // bob was answered, the crash undid it, and eve's like has its version.
    Run run;
    run.put("ann", 1, {"ann"}).put("bob", 2, {"ann", "bob"}).death().put("eve", 2, {"ann", "eve"});
    run.event(1, {"ann"}, {{"ann", true}}).event(2, {"ann", "eve"}, {{"eve", true}}).tables(2, {"ann", "eve"});
    check_found(run.check(), Wrong::kRepeatedVersion, "", "and ann eve by an event that the phone heard");
}

BOOST_AUTO_TEST_CASE(a_subscriber_whose_own_flag_is_wrong_in_the_end_is_found) {
    auto run = good_run();
    run.hearing().user = "ann";
    check_clean(run.check());
    // It was away when ann took her like back, and what it read then tells of the count alone.
    run.hearing().heard_everything = false;
    run.hearing().events.pop_back();
    run.hearing().caught_up[kSubject] = {{3, 1, Users{"bob"}}};
    check_found(run.check(), Wrong::kDiverged, "ann", "the own flag of the phone should be false");
    run.hearing().caught_up[kSubject].back().is_liked = false;
    check_clean(run.check());
    // Nobody ever told bob's phone.
    run.hearing().user = "bob";
    check_found(run.check(), Wrong::kDiverged, "bob", "the own flag of the phone should be true");
}

BOOST_AUTO_TEST_CASE(a_reader_that_goes_back_is_found) {
    auto run = good_run();
    run.hearing().caught_up[kSubject] = {{3, 1, Users{"bob"}}, {2, 2, Users{"ann", "bob"}}};
    check_found(run.check(), Wrong::kOutOfOrder, "", "the phone read version 2 when version 3 was known already");
    run.hearing().caught_up[kSubject] = {{2, 2, Users{"ann", "bob"}, std::nullopt, 3}};
    check_found(run.check(), Wrong::kOutOfOrder, "", "the phone read version 2 when version 3 was known already");
}

BOOST_AUTO_TEST_CASE(a_read_of_what_a_dying_database_had_not_written_yet_is_no_promise) {
    // eve read bob's like, which nobody was answered for, and then it was gone.
    Run run;
    run.nobody_listened().put("ann", 1, {"ann"}).unanswered("bob", Ask::kPut).read("eve", 2, {"ann", "bob"});
    const auto read = run;
    run.death().put("dan", 2, {"ann", "dan"}).tables(2, {"ann", "dan"});
    check_clean(run.check());
    // An answer that came only afterwards is about what was there then.
    auto later = read;
    later.death().call("dan", Ask::kPut, 2, {"ann", "dan"}, 2, 9).tables(2, {"ann", "dan"});
    check_clean(later.check());
    // But a like that was answered is one, and what nobody killed loses nothing.
    auto answered = read;
    answered.put("bob", 2, {"ann", "bob"}).death().read("eve", 1, {"ann"}).tables(1, {"ann"});
    check_found(answered.check(), Wrong::kLost, "", "the tables are at version 1");
    auto alive = read;
    alive.put("dan", 2, {"ann", "dan"}).tables(2, {"ann", "dan"});
    check_found(alive.check(), Wrong::kRepeatedVersion, "", "version 2 is ann bob by the read of eve");
}

BOOST_AUTO_TEST_CASE(a_text_names_a_hundred_users_at_most) {
    BOOST_TEST(names({}) == "nobody");
    BOOST_TEST(names({"ann", "bob"}) == "ann bob");
    const auto text = names(Users(103, "ann"));
    BOOST_TEST(text.ends_with("ann ann and 3 more"));
    BOOST_TEST(text.size() < 420);
}

BOOST_AUTO_TEST_CASE(an_answer_that_contradicts_its_call_is_found) {
    auto run = good_run();
    run.put("eve", 3, {"bob"});
    check_found(run.check(), Wrong::kContradiction, "eve", "says the opposite");
    auto flag = good_run();
    flag.last_answer().is_liked = true;
    check_found(flag.check(), Wrong::kContradiction, "ann", "is_liked is true");
}

BOOST_AUTO_TEST_CASE(a_call_without_an_answer_may_have_happened_or_not) {
    check_clean(Run{}.nobody_listened().unanswered("ann", Ask::kPut).tables(1, {"ann"}).check());
    check_clean(Run{}.nobody_listened().unanswered("ann", Ask::kPut).tables(0, {}).check());
    // Late, but before the next change that was answered.
    check_clean(Run{}
                    .nobody_listened()
                    .unanswered("ann", Ask::kPut)
                    .read("bob", 0, {})
                    .put("bob", 2, {"ann", "bob"})
                    .tables(2, {"ann", "bob"})
                    .check());
}

BOOST_AUTO_TEST_CASE(a_call_without_an_answer_does_not_happen_after_a_later_change_was_answered) {
    Run run;
    run.nobody_listened().unanswered("ann", Ask::kPut).put("bob", 1, {"bob"}).tables(2, {"bob", "ann"});
    check_found(run.check(), Wrong::kDoubled, "ann", "no call that is left");
}

BOOST_AUTO_TEST_CASE(a_call_that_was_given_up_too_early_may_happen_a_little_later_and_once) {
    Run run;
    run.nobody_listened().late(5).unanswered("ann", Ask::kPut).put("bob", 1, {"bob"});
    auto doubled = run;
    check_clean(run.tables(2, {"bob", "ann"}).check());
    doubled.read("bob", 2, {"bob", "ann"}).take_back("ann", 3, {"bob"}).tables(4, {"bob", "ann"});
    check_found(doubled.check(), Wrong::kDoubled, "ann", "no call that is left");
    Run too_late;
    too_late.nobody_listened().late(5).unanswered("ann", Ask::kPut).call("bob", Ask::kPut, 1, {"bob"}, 9, 10);
    check_found(too_late.tables(2, {"bob", "ann"}).check(), Wrong::kDoubled, "ann", "no call that is left");
}

BOOST_AUTO_TEST_CASE(a_call_without_an_answer_happens_once) {
    Run run;
    run.nobody_listened().unanswered("ann", Ask::kPut).take_back("ann", 2, {}).tables(3, {"ann"});
    check_found(run.check(), Wrong::kDoubled, "ann", "expected not to react, as in version 2");
}

BOOST_AUTO_TEST_CASE(a_call_that_was_made_again_by_a_proxy_may_be_answered_with_a_later_version) {
    // ann's commit made version 1, its answer was lost on the way, bob came in between.
    Run run;
    run.nobody_listened()
        .call("ann", Ask::kPut, 2, {"ann", "bob"}, 0, 9)
        .call("bob", Ask::kPut, 2, {"ann", "bob"}, 1, 8);
    check_clean(run.tables(2, {"ann", "bob"}).check());
}

BOOST_AUTO_TEST_CASE(calls_at_the_same_time_may_take_effect_in_either_order) {
    Run run;
    run.nobody_listened().call("ann", Ask::kPut, 2, {"ann"}, 0, 9).call("ann", Ask::kTakeBack, 1, {}, 0, 9);
    run.call("ann", Ask::kPut, 0, {}, 0, 9);
    BOOST_TEST(!run.check().empty());
    Run either;
    either.nobody_listened().call("ann", Ask::kPut, 1, {"ann"}, 0, 9).call("ann", Ask::kTakeBack, 2, {}, 0, 9);
    either.call("ann", Ask::kPut, 3, {"ann"}, 0, 9).call("ann", Ask::kPut, 3, {"ann"}, 0, 9);
    check_clean(either.tables(3, {"ann"}).check());
}

BOOST_AUTO_TEST_CASE(a_history_that_is_not_linearizable_is_found) {
    // Two devices of ann. The second took the like back after the first had been told of it, and yet it was there
    // again, though no call put it.
    Run run;
    run.nobody_listened()
        .call("ann", Ask::kPut, 1, {"ann"}, 0, 1)
        .call("ann", Ask::kTakeBack, 2, {}, 2, 3)
        .call("bob", Ask::kRead, 3, {"ann"}, 4, 5)
        .call("ann", Ask::kPut, 3, {"ann"}, 6, 7);
    check_found(run.tables(3, {"ann"}).check(), Wrong::kDoubled, "ann", "no call that is left can have done that");

    // An answer from the past: the second like was answered with the version of the first.
    Run stale;
    stale.nobody_listened()
        .call("ann", Ask::kPut, 1, {"ann"}, 0, 1)
        .call("ann", Ask::kTakeBack, 2, {}, 2, 3)
        .call("ann", Ask::kPut, 1, {"ann"}, 4, 5);
    check_found(stale.tables(2, {}).check(), Wrong::kOutOfOrder, "ann", "began when version 2 was known already");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
