#pragma once

#include <stdexcept>

#include "runtime/counters.hpp"

namespace likes::database {

/// The database cannot be reached, does not answer in time, or has no room to write. Trying again later may help; no
/// transaction was committed in part.
class Unavailable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a failed statement means for its transaction.
enum class Failure {
    /// Another transaction was in the way (deadlock, lock wait, a row that changed): roll back and run it again.
    kConflict,
    /// The connection is gone or unusable: connect anew and run it again.
    kConnectionLost,
    /// The database cannot write, because its disk is full. Making room takes longer than a request may.
    kNoRoom,
    /// A mistake of this service or of the schema: running it again would fail again.
    kPermanent,
};

/// Sorts the error numbers of MySQL and MariaDB, of the server and of the client library.
Failure classify(int error_number);

/// The counter that the error belongs to.
runtime::DatabaseError counter_of(int error_number);

}  // namespace likes::database
