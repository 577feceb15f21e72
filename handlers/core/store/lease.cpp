#include "store/lease.hpp"

#include <array>
#include <cstddef>
#include <utility>

#include <unistd.h>

#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// The name of this process, `host:pid`, in at most as many characters as the column takes.
std::string this_process() {
    constexpr std::size_t kMaxLength = 64;
    std::array<char, kMaxLength + 1> host{};
    if (gethostname(host.data(), host.size() - 1) != 0) host = {"unknown"};
    const std::string pid = ':' + std::to_string(getpid());
    return std::string{host.data()}.substr(0, kMaxLength - pid.size()) + pid;
}

}  // namespace

Lease::Lease(database::Session session, std::string name, std::chrono::seconds duration)
    : session_{std::move(session)}, name_{std::move(name)}, holder_{this_process()}, duration_{duration} {}

bool Lease::acquire() {
    bool ours = false;
    session_.transaction([&](database::Session& session) {
        auto& create = session.prepare(sql_text::kCreateLease);
        create.setString(1, name_);
        create.setString(2, holder_);
        create.setInt64(3, duration_.count());
        create.executeUpdate();

        auto& take = session.prepare(sql_text::kTakeLease);
        take.setString(1, holder_);
        take.setInt64(2, duration_.count());
        take.setString(3, name_);
        take.setString(4, holder_);
        take.executeUpdate();

        auto& holder = session.prepare(sql_text::kLeaseHolder);
        holder.setString(1, name_);
        database::ResultSet rows{holder.executeQuery()};
        ours = rows.next() && rows.text(1) == holder_;
    });
    return ours;
}

void Lease::release() {
    session_.transaction([&](database::Session& session) {
        auto& end = session.prepare(sql_text::kEndLease);
        end.setString(1, name_);
        end.setString(2, holder_);
        end.executeUpdate();
    });
}

}  // namespace likes::store
