root='./'
def sub(p,a,b,n=1):
    s=open(root+p).read(); assert a in s,(p,a); s=s.replace(a,b,n); open(root+p,'w').write(s)
h='handlers/core/notices/preferences.hpp'
sub('handlers/core/notices/pushing.hpp','''/// When a recipient's devices are left alone, by the clocks of a zone.
struct QuietHours {
    static constexpr std::uint32_t kMinutes = 24 * 60;

    /// Minutes after midnight, less than kMinutes. From one up to, and without, the other: beyond midnight if `to` is
    /// the smaller one; never if they are the same.
    std::uint32_t from = 0;
    std::uint32_t to = 0;

    bool operator==(const QuietHours&) const = default;
};

''','')
sub(h,'''/// Of what a user wants to be told.''','''/// When a user's devices are left alone, by the clocks of a zone.
struct QuietHours {
    static constexpr std::uint32_t kMinutes = 24 * 60;

    /// Minutes after midnight, less than kMinutes. From one up to, and without, the other: beyond midnight if `to` is
    /// the smaller one; never if they are the same.
    std::uint32_t from = 0;
    std::uint32_t to = 0;

    bool operator==(const QuietHours&) const = default;
};

struct Quiet {
    QuietHours hours;
    /// A zone of the IANA database; empty: the one of the user's profile.
    std::string zone;

    bool operator==(const Quiet&) const = default;
};

/// Of what a user wants to be told.''')
sub(h,'''    std::optional<Time> muted_until;
''','''    std::optional<Time> muted_until;
    /// Whether there are pushes; where nothing is said, there are.
    std::optional<bool> push = {};
    /// Where nothing is said: names.
    std::optional<Preview> preview = {};
    /// Where nothing is said: never.
    std::optional<Quiet> quiet = {};
''')
sub(h,'#include <optional>\n','#include <cstdint>\n#include <optional>\n#include <string>\n')
q='handlers/core/store/notices/reading_sql.hpp'
sub(q,'''/// user, chat → what the user wants to be told of: likes, muted_until.
inline constexpr std::string_view kPreferences = R"sql(
    SELECT likes, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', muted_until)
''','''/// user, chat → what the user wants to be told of, and how: likes, muted_until, push, preview, quiet_from, quiet_to,
/// quiet_zone.
inline constexpr std::string_view kPreferences = R"sql(
    SELECT likes, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', muted_until), push, preview, quiet_from, quiet_to, quiet_zone
''')
sub(q,'''/// (user, chat, likes or null, muted_until or null) → writes what the user wants to be told of.
inline constexpr database::RowsStatement kWritePreferences{
    "INSERT INTO notice_preferences (user_id, chat_id, likes, muted_until) VALUES ",
    " ON DUPLICATE KEY UPDATE likes = VALUES(likes), muted_until = VALUES(muted_until)"};
''','''/// (user, chat, and the columns of kPreferences, each of which may be null) → writes what the user wants.
inline constexpr database::RowsStatement kWritePreferences{
    R"sql(
    INSERT INTO notice_preferences (user_id, chat_id, likes, muted_until, push, preview, quiet_from, quiet_to, quiet_zone)
    VALUES )sql",
    R"sql(
    ON DUPLICATE KEY UPDATE
        likes = VALUES(likes), muted_until = VALUES(muted_until), push = VALUES(push), preview = VALUES(preview),
        quiet_from = VALUES(quiet_from), quiet_to = VALUES(quiet_to), quiet_zone = VALUES(quiet_zone))sql"};
''')
t='handlers/core/store/notices/preferences_table.cpp'
sub(t,'''void write_row(database::Session& session, const notices::PreferencesChange& change) {
    database::LiteralRows row;
    const auto chat = change.chat.value_or(kEverywhere);
    if (change.to.likes) {
        row.add(change.user, chat, code_of(*change.to.likes), change.to.muted_until);
    } else {
        row.add(change.user, chat, database::Expression{"NULL"}, change.to.muted_until);
    }
    write(session, sql_text::kWritePreferences, row);
}
''','''std::optional<notices::Preview> read_preview(database::ResultSet& rows, unsigned column) {
    if (rows.is_null(column)) return std::nullopt;
    const auto preview = notices::parse_preview(rows.text(column));
    if (!preview) throw std::runtime_error{"the database holds a preview that this service does not know"};
    return preview;
}

/// From that column on.
std::optional<notices::Quiet> read_quiet(database::ResultSet& rows, unsigned column) {
    if (rows.is_null(column) || rows.is_null(column + 1)) return std::nullopt;
    return notices::Quiet{{static_cast<std::uint32_t>(rows.number(column)),
                           static_cast<std::uint32_t>(rows.number(column + 1))},
                          rows.is_null(column + 2) ? std::string{} : rows.text(column + 2)};
}

/// A value of a row; null without one. The texts have no quotes: they are codes and names of zones.
struct Literal {
    std::string text = "NULL";

    static Literal of_text(std::string_view value) { return {'\\'' + std::string{value} + '\\''}; }
    static Literal of_number(std::uint32_t value) { return {std::to_string(value)}; }
    operator database::Expression() const { return {text}; }
};

void write_row(database::Session& session, const notices::PreferencesChange& change) {
    const auto& to = change.to;
    Literal likes;
    Literal push;
    Literal preview;
    Literal from;
    Literal until;
    Literal zone;
    if (to.likes) likes = Literal::of_text(code_of(*to.likes));
    if (to.push) push = Literal::of_number(*to.push ? 1 : 0);
    if (to.preview) preview = Literal::of_text(code_of(*to.preview));
    if (to.quiet) {
        from = Literal::of_number(to.quiet->hours.from);
        until = Literal::of_number(to.quiet->hours.to);
        if (!to.quiet->zone.empty()) zone = Literal::of_text(to.quiet->zone);
    }
    using database::Expression;
    database::LiteralRows row;
    row.add(change.user, change.chat.value_or(kEverywhere), Expression{likes.text}, to.muted_until, Expression{push.text},
            Expression{preview.text}, Expression{from.text}, Expression{until.text}, Expression{zone.text});
    write(session, sql_text::kWritePreferences, row);
}
''')
sub(t,'''    operator database::Expression() const { return {text}; }
''','')
sub(t,'''    if (rows.next()) view.preferences = {read_likes(rows, 1), rows.optional_time(2)};
''','''    if (rows.next()) {
        view.preferences = {.likes = read_likes(rows, 1),
                            .muted_until = rows.optional_time(2),
                            .push = rows.is_null(3) ? std::nullopt : std::optional{rows.flag(3)},
                            .preview = read_preview(rows, 4),
                            .quiet = read_quiet(rows, 5)};
    }
''')
sub(t,'#include <optional>\n#include <stdexcept>\n','#include <cstdint>\n#include <optional>\n#include <stdexcept>\n#include <string>\n#include <string_view>\n')
j='handlers/core/endpoints/notices/preferences_json.cpp'
sub(j,'''std::optional<Time> require_muted_until''','''std::optional<bool> require_push(const rapidjson::Value& value) {
    if (value.IsNull()) return std::nullopt;
    if (!value.IsBool()) throw web::Problem{400, "The member 'push' must be true, false or null."};
    return value.GetBool();
}

std::optional<notices::Preview> require_preview(const rapidjson::Value& value) {
    if (value.IsNull()) return std::nullopt;
    const auto preview = value.IsString() ? notices::parse_preview(string_of(value)) : std::nullopt;
    if (!preview) throw web::Problem{400, R"(The member 'preview' must be "none", "names", "full" or null.)"};
    return preview;
}

web::Problem bad_quiet() {
    return {400,
            R"(The member 'quiet' must be null, or have 'from' and 'to', such as "22:00", and may have a 'time_zone', )"
            R"(such as "Europe/Berlin".)"};
}

/// The minutes of `22:00`.
std::uint32_t require_minutes(const rapidjson::Value* value) {
    if (value == nullptr || !value->IsString()) throw bad_quiet();
    const auto text = string_of(*value);
    if (text.size() != 5 || text[2] != ':') throw bad_quiet();
    const auto hours = parse_number<std::uint32_t>(text.substr(0, 2), 0, 23);
    const auto minutes = parse_number<std::uint32_t>(text.substr(3), 0, 59);
    if (!hours || !minutes) throw bad_quiet();
    return *hours * 60 + *minutes;
}

std::string clock_text(std::uint32_t minutes) {
    const auto two_digits = [](std::uint32_t number) { return std::to_string(100 + number).substr(1); };
    return two_digits(minutes / 60) + ':' + two_digits(minutes % 60);
}

std::optional<notices::Quiet> require_quiet(const rapidjson::Value& value) {
    if (value.IsNull()) return std::nullopt;
    if (!value.IsObject()) throw bad_quiet();
    const auto* const zone = find_member(value, "time_zone");
    if (value.MemberCount() != (zone == nullptr ? 2U : 3U)) throw bad_quiet();
    notices::Quiet quiet{{require_minutes(find_member(value, "from")), require_minutes(find_member(value, "to"))}, {}};
    if (zone == nullptr || zone->IsNull()) return quiet;
    const auto found = zone->IsString() ? analytics::Zone::find(string_of(*zone)) : std::nullopt;
    if (!found) throw bad_quiet();
    // By its own name, which has no character that might mean something elsewhere.
    quiet.zone = found->name();
    return quiet;
}

std::optional<Time> require_muted_until''')
sub(j,'''    json.end_object();
    return json.str();
}
''','''    put_pushes(json, preferences, scope);
    json.end_object();
    return json.str();
}
''')
sub(j,'''}  // namespace

std::string preferences_json''','''/// `push`, `preview` and `quiet`.
void put_pushes(JsonText& json, const Preferences& preferences, Scope scope) {
    const bool has_defaults = scope == Scope::kEverywhere;
    json.name("push");
    if (preferences.push || has_defaults) {
        json.value(preferences.push.value_or(true));
    } else {
        json.null();
    }
    json.name("preview");
    if (preferences.preview || has_defaults) {
        json.value(code_of(preferences.preview.value_or(notices::Preview::kNames)));
    } else {
        json.null();
    }
    json.name("quiet");
    if (!preferences.quiet) return json.null();
    const auto& [hours, zone] = *preferences.quiet;
    json.begin_object();
    json.member("from", std::string_view{clock_text(hours.from)});
    json.member("to", std::string_view{clock_text(hours.to)});
    json.name("time_zone");
    if (zone.empty()) {
        json.null();
    } else {
        json.value(std::string_view{zone});
    }
    json.end_object();
}

}  // namespace

std::string preferences_json''')
sub(j,'''            preferences.muted_until = require_muted_until(member.value);
''','''            preferences.muted_until = require_muted_until(member.value);
        } else if (name == "push") {
            preferences.push = require_push(member.value);
        } else if (name == "preview") {
            preferences.preview = require_preview(member.value);
        } else if (name == "quiet") {
            preferences.quiet = require_quiet(member.value);
''')
sub(j,'#include "base/json.hpp"\n','#include "analytics/zone.hpp"\n#include "base/json.hpp"\n#include "base/text.hpp"\n')
sub(j,'#include <chrono>\n','#include <chrono>\n#include <cstdint>\n')
sub('handlers/core/endpoints/notices/preferences_json.hpp','''/// `{"likes":"all","muted_until":null}`. Of a chat, what is not said is null.''','''/// `{"likes":"all","muted_until":null,"push":true,"preview":"names","quiet":{"from":"22:00","to":"07:00",
/// "time_zone":"Europe/Berlin"}}`. Of a chat, what is not said is null; quiet hours that are not said are null everywhere.''')
# unit
u='tests/unit/endpoints/notices/notices_test.cpp'
s=open(root+u).read()
s=s.replace('''preferences_view({Tell::kOff, kLikedAt}), limit''','''preferences_view({.likes = Tell::kOff, .muted_until = kLikedAt}), limit''')
s=s.replace('''    expect_json(bench.answer(), R"({"likes":"off","muted_until":"2025-10-03T10:00:00Z"})");
    const auto query''','''    expect_json(bench.answer(), R"({"likes":"off","muted_until":"2025-10-03T10:00:00Z","push":true,"preview":"names",)"
                                R"("quiet":null})");
    const auto query''')
s=s.replace('''R"({"likes":"all","muted_until":null})");
}''','''R"({"likes":"all","muted_until":null,"push":true,"preview":"names","quiet":null})");
    bench.view = preferences_view({.push = false,
                                   .preview = notices::Preview::kFull,
                                   .quiet = notices::Quiet{{22 * 60, 7 * 60 + 5}, "Europe/Berlin"}});
    expect_json(bench.answer(), R"({"likes":"all","muted_until":null,"push":false,"preview":"full",)"
                                R"("quiet":{"from":"22:00","to":"07:05","time_zone":"Europe/Berlin"}})");
}''')
s=s.replace('''    expect_json(bench.answer(), R"({"likes":"off","muted_until":"2025-10-03T10:00:00Z"})");
    BOOST_TEST((asked''','''    expect_json(bench.answer(), R"({"likes":"off","muted_until":"2025-10-03T10:00:00Z","push":null,"preview":null,)"
                                R"("quiet":null})");
    BOOST_TEST((asked''')
s=s.replace('''R"({"likes":null,"muted_until":null})");
}''','''R"({"likes":null,"muted_until":null,"push":null,"preview":null,"quiet":null})");
    bench.view = preferences_view({.quiet = notices::Quiet{{0, 1439}, {}}});
    expect_json(bench.answer(), R"({"likes":null,"muted_until":null,"push":null,"preview":null,)"
                                R"("quiet":{"from":"00:00","to":"23:59","time_zone":null}})");
}''')
s=s.replace('''{Case{"{}", {}}, Case{R"({"likes":"all"})", {Tell::kAll, {}}},
                                   Case{R"({"likes":"off","muted_until":null})", {Tell::kOff, {}}},
                                   Case{R"({"muted_until":"2025-10-03T12:00:00.75+02:00"})", {std::nullopt, kTen}}}) {''','''{Case{"{}", {}}, Case{R"({"likes":"all"})", {.likes = Tell::kAll}},
                                   Case{R"({"likes":"off","muted_until":null,"push":null,"preview":null,"quiet":null})",
                                        {.likes = Tell::kOff}},
                                   Case{R"({"muted_until":"2025-10-03T12:00:00.75+02:00"})", {.muted_until = kTen}},
                                   Case{R"({"likes":"milestones","push":false,"preview":"none"})",
                                        {.likes = Tell::kMilestones, .push = false, .preview = notices::Preview::kNone}},
                                   Case{R"({"quiet":{"from":"22:00","to":"07:05","time_zone":"Europe/Berlin"}})",
                                        {.quiet = notices::Quiet{{1320, 425}, "Europe/Berlin"}}},
                                   Case{R"({"quiet":{"from":"00:00","to":"00:00"}})",
                                        {.quiet = notices::Quiet{{0, 0}, {}}}}}) {''')
s=s.replace('''R"({"push":"all"})"}, 400, "There is no setting 'push'.");''','''R"({"email":"all"})"}, 400, "There is no setting 'email'.");
        expect_refused(bench, &OwnRequest::body, {R"({"push":"all"})", R"({"push":1})"}, 400,
                       "The member 'push' must be true, false or null.");
        expect_refused(bench, &OwnRequest::body, {R"({"preview":"some"})", R"({"preview":true})"}, 400,
                       "The member 'preview' must be \\\\\\"none\\\\\\", \\\\\\"names\\\\\\", \\\\\\"full\\\\\\" or null.");
        expect_refused(bench, &OwnRequest::body,
                       {R"({"quiet":"22:00"})", R"({"quiet":{}})", R"({"quiet":{"from":"22:00"}})",
                        R"({"quiet":{"from":"24:00","to":"07:00"}})", R"({"quiet":{"from":"7:00","to":"22:00"}})",
                        R"({"quiet":{"from":"22:60","to":"07:00"}})", R"({"quiet":{"from":"+1:00","to":"07:00"}})",
                        R"({"quiet":{"from":"22:00","to":420}})", R"({"quiet":{"from":"22:00","to":"07:00","x":1}})",
                        R"({"quiet":{"from":"22:00","to":"07:00","time_zone":"Mars"}})",
                        R"({"quiet":{"from":"22:00","to":"07:00","time_zone":1}})"},
                       400,
                       "The member 'quiet' must be null, or have 'from' and 'to', such as \\\\\\"22:00\\\\\\", and may have a "
                       "'time_zone', such as \\\\\\"Europe/Berlin\\\\\\".");''')
open(root+u,'w').write(s)
# integration
i='tests/integration/notices_rest_test.cpp'
s=open(root+i).read()
a=s.index('BOOST_AUTO_TEST_CASE(settings_are_kept_for_everywhere_and_for_a_chat)')
s=s.replace('''R"({"likes":"all","muted_until":null})"''','''kUsual''').replace('''R"({"likes":null,"muted_until":null})"''','''kAsEverywhere''')
s=s.replace('''    const std::string off = R"({"likes":"off","muted_until":null})";
''','''    const std::string off = R"({"likes":"off","muted_until":null,"push":false,"preview":"none",)"
                            R"("quiet":{"from":"22:00","to":"07:00","time_zone":"Europe/Berlin"}})";
''')
s=s.replace('''    const std::string muted = R"({"likes":"all","muted_until":"2099-01-01T00:00:00Z"})";
''','''    const std::string muted = R"({"likes":"all","muted_until":"2099-01-01T00:00:00Z","push":null,"preview":null,)"
                              R"("quiet":{"from":"00:00","to":"00:00","time_zone":null}})";
''')
s=s.replace('''R"({"muted_until":"2099-01-01T02:00:00.9+02:00","likes":"all"})").body ==''','''R"({"muted_until":"2099-01-01T02:00:00.9+02:00","likes":"all",)"
                                          R"("quiet":{"from":"00:00","to":"00:00"}})").body ==''')
s=s.replace('''               R"({"likes":null,"muted_until":"2099-01-01T00:00:00Z"})");''','''               R"({"likes":null,"muted_until":"2099-01-01T00:00:00Z","push":null,"preview":null,"quiet":null})");''')
s=s.replace('''const std::string kNotices = "/api/v1/notices";
''','''const std::string kNotices = "/api/v1/notices";
/// Settings of which nothing is said.
const std::string kUsual = R"({"likes":"all","muted_until":null,"push":true,"preview":"names","quiet":null})";
const std::string kAsEverywhere = R"({"likes":null,"muted_until":null,"push":null,"preview":null,"quiet":null})";
''')
open(root+i,'w').write(s)
# specs
c='tests/specs/cases/answers.js'
sub(c,'''    const settings = { likes: "off", muted_until: "2099-01-01T00:00:00Z" };
''','''    const quiet = { from: "22:00", to: "07:00", time_zone: "Europe/Berlin" };
    const settings = { likes: "off", muted_until: "2099-01-01T00:00:00Z", push: false, preview: "full", quiet };
''')
sub(c,'''{ likes: null, muted_until: null });''','''{ likes: null, muted_until: null, push: null, preview: null, quiet: null });''')
p='nginx/www/api/openapi.yaml'
s=open(root+p).read()
quiet='''
        quiet:
          description: |
            When there are no pushes; `null`: %s.
          oneOf:
            - { $ref: '#/components/schemas/QuietHours' }
            - { type: 'null' }
'''
def props(everywhere, nullable):
    types="[%s, 'null']" if nullable else '%s'
    return '''        push:
          description: Whether there are pushes%s
          type: %s
        preview:
          description: How much a push says%s
          type: %s
          enum: [none, names, full%s]'''%('.' if everywhere else '; `null`, as everywhere.', types%'boolean', ': how many react, who, or also in which chat.', types%'string', ', null' if nullable else '')+quiet%('always' if everywhere else 'as everywhere')
for name,everywhere,nullable in (('NoticePreferences',True,False),('NoticePreferencesRequest',True,True),('ChatNoticePreferences',False,True),('ChatNoticePreferencesRequest',False,True)):
    i=s.index('\n    %s:\n      type: object'%name)
    j=s.index('\n    ',s.index('muted_until:\n',i)+10)
    # end of the schema: next line that begins with four blanks and a letter
    import re
    m=re.compile(r'\n    [A-Z]').search(s,s.index('muted_until:\n',i))
    s=s[:m.start()+1]+props(everywhere,nullable)+s[m.start()+1:]
    s=s.replace('\n    %s:\n      type: object\n      required: [likes, muted_until]'%name,'\n    %s:\n      type: object\n      required: [likes, muted_until, push, preview, quiet]'%name)
s=s.replace('''    RealtimeTokenRequest:
      ''','''    QuietHours:
      type: object
      required: [from, to]
      additionalProperties: false
      properties:
        from:
          description: A time of the day. From one up to the other, beyond midnight if that is smaller; never if both are the same.
          $ref: '#/components/schemas/TimeOfDay'
        to: { $ref: '#/components/schemas/TimeOfDay' }
        time_zone:
          description: By whose clocks, an IANA zone; `null`, those of the caller's profile.
          type: [string, 'null']
          maxLength: 64
    TimeOfDay:
      description: Hours and minutes.
      type: string
      pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$'
    RealtimeTokenRequest:
      ''',1)
s=s.replace('''          example:
            likes: all
            muted_until: '2025-10-04T07:00:00Z'
''','''          example:
            likes: all
            muted_until: '2025-10-04T07:00:00Z'
            push: true
            preview: names
            quiet: { from: '22:00', to: '07:00', time_zone: null }
''')
k=s.index("schema: { $ref: '#/components/schemas/ChatNoticePreferences' }")
e=s.index('muted_until',k); e=s.index('\n',e)+1
s=s[:e]+'            push: null\n            preview: null\n            quiet: null\n'+s[e:]
open(root+p,'w').write(s)
sub('nginx/www/likes/likes.d.ts','''    muted_until: string | null;
}
''','''    muted_until: string | null;
    /** Whether there are pushes. Of a chat, null is as everywhere. */
    push?: boolean | null;
    /** How much a push says: how many react, who, or also in which chat. */
    preview?: "none" | "names" | "full" | null;
    /** When there are no pushes: from one time of the day, such as "22:00", to another. */
    quiet?: { from: string; to: string; time_zone?: string | null } | null;
}
''')
