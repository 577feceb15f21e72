#include "likes/import_merge.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::import_merge_test {

using namespace std::chrono_literals;
using namespace likes::test;

constexpr RecentLikersLimit kLimit{10};

Time at(int second) {
    return Time{std::chrono::seconds{second}};
}

ImportedLike imported(std::string_view name, int second) {
    return {user(name), at(second)};
}

/// The rows of one target, as the database would hold them.
class Table {
  public:
    /// Merges as the store does. Likes of users who are there already are left out before.
    void add(std::vector<ImportedLike> likes) {
        std::erase_if(likes, [&](const ImportedLike& like) { return rows_.contains(like.user); });
        if (likes.empty()) return;
        const auto oldest = std::min_element(likes.begin(), likes.end(), [](auto& a, auto& b) { return a.at < b.at; });
        std::vector<ImportedLike> later;
        for (const auto& row : in_order()) {
            if (row.at > oldest->at) later.push_back({row.user, row.at});
        }
        auto merged = merge_import(summary_, std::move(later), std::move(likes), kLimit);
        for (auto& row : merged.rows) rows_.insert_or_assign(row.user, row);
        summary_ = std::move(merged.summary);
    }

    std::vector<DatedLiker> in_order() const {
        std::vector<DatedLiker> rows;
        for (const auto& [user, row] : rows_) rows.push_back(row);
        std::sort(rows.begin(), rows.end(), [](auto& a, auto& b) { return a.version < b.version; });
        return rows;
    }

    const Summary& summary() const { return summary_; }

    /// Everything that must hold whatever was imported.
    void check() const {
        const auto rows = in_order();
        BOOST_TEST(summary_.total == rows.size());
        std::set<std::uint64_t> versions;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            versions.insert(rows[i].version);
            if (i > 0) BOOST_TEST((rows[i - 1].at <= rows[i].at));
        }
        BOOST_TEST(versions.size() == rows.size());
        if (rows.empty()) return;
        BOOST_TEST(rows.back().version <= summary_.version);
        BOOST_TEST((summary_.last_reacted_at == rows.back().at));
        std::vector<Liker> newest;
        const std::size_t kept = std::min(rows.size(), kLimit.kept());
        for (auto row = rows.end() - static_cast<std::ptrdiff_t>(kept); row != rows.end(); ++row) {
            newest.push_back({row->user, row->version, std::chrono::floor<std::chrono::seconds>(row->at)});
        }
        BOOST_TEST((summary_.recent == newest));
    }

  private:
    Summary summary_;
    std::map<UserId, DatedLiker> rows_;
};

BOOST_AUTO_TEST_SUITE(import_merge)

BOOST_AUTO_TEST_CASE(likes_of_a_message_that_has_none_get_versions_in_the_order_of_their_times) {
    const auto merged = merge_import({}, {}, {imported("c", 3), imported("a", 1), imported("b", 2)}, kLimit);
    BOOST_TEST(
        (merged.rows == std::vector<DatedLiker>{{user("a"), 1, at(1)}, {user("b"), 2, at(2)}, {user("c"), 3, at(3)}}));
    BOOST_TEST(merged.summary.total == 3U);
    BOOST_TEST(merged.summary.version == 3U);
    BOOST_TEST((merged.summary.last_reacted_at == at(3)));
}

BOOST_AUTO_TEST_CASE(those_that_are_there_and_older_keep_their_versions_and_newer_ones_get_new_ones) {
    Table table;
    table.add({imported("a", 1), imported("b", 2), imported("d", 9)});
    table.add({imported("c", 5)});
    BOOST_TEST((table.in_order() ==
                std::vector<DatedLiker>{
                    {user("a"), 1, at(1)}, {user("b"), 2, at(2)}, {user("c"), 4, at(5)}, {user("d"), 5, at(9)}}));
    table.check();
}

BOOST_AUTO_TEST_CASE(of_two_at_the_same_moment_the_one_that_was_there_is_first) {
    Table table;
    table.add({imported("there", 5)});
    table.add({imported("another", 5)});
    BOOST_TEST(table.in_order().front().user.str() == "there");
    BOOST_TEST(table.in_order().front().version == 1U);
    table.check();
}

BOOST_AUTO_TEST_CASE(nothing_to_add_changes_nothing_and_what_is_not_published_yet_is_still_to_be_published) {
    Summary summary;
    summary.version = 7;
    summary.unpublished = {{uuid(1), {liked("a")}}};
    summary.next_event_at = at(9);
    const auto nothing = merge_import(summary, {imported("a", 1)}, {}, kLimit);
    BOOST_TEST((nothing.summary == summary));
    BOOST_TEST(nothing.rows.empty());
    const auto merged = merge_import(summary, {}, {imported("b", 1)}, kLimit);
    BOOST_TEST((merged.summary.unpublished == summary.unpublished));
    BOOST_TEST((merged.summary.next_event_at == at(9)));
}

BOOST_AUTO_TEST_CASE(however_it_is_divided_and_in_whatever_order_it_comes_the_rules_hold) {
    std::mt19937 random{20260801};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
    for (int round = 0; round < 300; ++round) {
        BOOST_TEST_INFO_SCOPE("round " << round);
        Table table;
        std::uint64_t version = 0;
        for (int part = 0; part < 6; ++part) {
            std::vector<ImportedLike> likes;
            std::set<std::string> names;
            for (std::size_t i = random() % 20; i > 0; --i) names.insert("user" + std::to_string(random() % 60));
            likes.reserve(names.size());
            for (const auto& name : names) likes.push_back(imported(name, static_cast<int>(random() % 30)));
            std::shuffle(likes.begin(), likes.end(), random);
            table.add(likes);
            table.check();
            BOOST_TEST(table.summary().version >= version);
            version = table.summary().version;
            // Once more is once.
            table.add(likes);
            BOOST_TEST(table.summary().version == version);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::import_merge_test
