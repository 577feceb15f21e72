#include "store/lease.hpp"

#include <utility>

#include "store/result.hpp"
#include "store/sql.hpp"

namespace likes::store {

Lease::Lease(Session session, std::string name, std::string holder, std::chrono::seconds duration)
    : session_{std::move(session)}, name_{std::move(name)}, holder_{std::move(holder)}, duration_{duration} {}

bool Lease::acquire() {
    bool ours = false;
    session_.transaction([&](Session& session) {
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
        Result rows{holder.executeQuery()};
        ours = rows.next() && rows.text(1) == holder_;
    });
    return ours;
}

void Lease::release() {
    session_.transaction([&](Session& session) {
        auto& end = session.prepare(sql_text::kEndLease);
        end.setString(1, name_);
        end.setString(2, holder_);
        end.executeUpdate();
    });
}

}  // namespace likes::store
