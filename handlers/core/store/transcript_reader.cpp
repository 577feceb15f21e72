#include "store/transcript_reader.hpp"

#include <algorithm>

#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

std::vector<Post> newest_posts(Session& session, const TranscriptQuery& query) {
    auto& statement = session.prepare(sql_text::kNewestMessages);
    statement.setString(1, to_hex(query.chat));
    statement.setUInt64(2, query.limit);
    Result found{statement.executeQuery()};
    std::vector<Post> posts;
    while (found.next()) posts.push_back({found.uuid(1), found.user(2), found.text(3), found.time(4)});
    std::reverse(posts.begin(), posts.end());
    return posts;
}

}  // namespace

std::vector<Transcript> TranscriptReader::read(std::span<const TranscriptQuery> queries) {
    std::vector<Transcript> transcripts;
    session_.read([&](Session& session) {
        transcripts.assign(queries.size(), {});
        Rows rows;
        for (const auto& query : queries) rows.add(query.chat, query.reader);
        Result chats = select(session, sql_text::kResolveChats, rows);
        while (chats.next()) {
            transcripts.at(chats.item(1)).verdict = chats.flag(2) ? ChatVerdict::kFound : ChatVerdict::kNotAMember;
        }
        for (std::size_t i = 0; i < queries.size(); ++i) {
            if (transcripts[i].verdict == ChatVerdict::kFound) transcripts[i].posts = newest_posts(session, queries[i]);
        }
    });
    return transcripts;
}

}  // namespace likes::store
