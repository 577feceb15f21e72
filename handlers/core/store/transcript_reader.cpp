#include "store/transcript_reader.hpp"

#include <algorithm>

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

std::vector<Post> newest_posts(database::Session& session, const TranscriptQuery& query) {
    auto& statement = session.prepare(sql_text::kNewestMessages);
    statement.setString(1, query.chat.to_hex());
    statement.setUInt64(2, query.limit);
    database::ResultSet found{statement.executeQuery()};
    std::vector<Post> posts;
    while (found.next()) posts.push_back({found.uuid(1), found.parsed<UserId>(2), found.text(3), found.time(4)});
    std::reverse(posts.begin(), posts.end());
    return posts;
}

}  // namespace

std::vector<Transcript> TranscriptReader::execute(std::span<const TranscriptQuery> queries) {
    std::vector<Transcript> transcripts;
    session_.read([&](database::Session& session) {
        transcripts.assign(queries.size(), {});
        database::BatchParameters rows;
        for (const auto& query : queries) rows.add(query.chat, query.reader);
        database::ResultSet chats = select(session, sql_text::kResolveChats, rows);
        while (chats.next()) {
            transcripts.at(chats.item(1)).visibility = chats.flag(2) ? Visibility::kVisible : Visibility::kNotAMember;
        }
        for (std::size_t i = 0; i < queries.size(); ++i) {
            if (transcripts[i].visibility == Visibility::kVisible)
                transcripts[i].posts = newest_posts(session, queries[i]);
        }
    });
    return transcripts;
}

}  // namespace likes::store
