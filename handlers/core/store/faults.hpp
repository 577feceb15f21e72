#pragma once

#include <stdexcept>

#include "metrics/numbers.hpp"

namespace likes::store {

/// The database cannot be reached, does not answer in time, or has no room to write. Trying again later may help;
/// nothing was half done.
class Unavailable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a failed statement means for its transaction.
enum class Failure {
    /// Somebody else was in the way (deadlock, lock wait, a row that moved on): roll back and run it again.
    kConflict,
    /// The connection is gone or unusable: connect anew and run it again.
    kConnectionLost,
    /// The database cannot write, because its disk is full: it must be given room, which takes longer than a request.
    kNoRoom,
    /// Our mistake or the schema's: running it again would fail again.
    kPermanent,
};

/// Sorts the error numbers of MySQL and MariaDB, of the server and of the client library.
Failure classify(int error_number);

/// What the metrics call it.
metrics::DatabaseError metric_of(int error_number);

}  // namespace likes::store
