#include "database/errors.hpp"

namespace likes::database {

Failure classify(int error_number) {
    switch (error_number) {
        case 1020:  // record has changed since last read (Galera, MariaDB's snapshot isolation)
        case 1062:  // duplicate key: another transaction has inserted the row meanwhile
        case 1205:  // lock wait timeout
        case 1213:  // deadlock
            return Failure::kConflict;
        case 1040:  // too many connections
        case 1047:  // this node of a cluster is not ready
        case 1053:  // server shutdown in progress
        case 1077:  // normal shutdown
        case 1079:  // shutdown complete
        case 1152:  // aborted connection
        case 1158:  // network read error
        case 1159:  // network read timeout
        case 1160:  // network write error
        case 1161:  // network write timeout
        case 1184:  // aborted connection
        case 1203:  // too many connections of this user
        case 1290:  // the server is read-only: a replica, about to be promoted
        case 1317:  // query interrupted
        case 1836:  // read-only mode
        case 1927:  // connection was killed
        case 2002:  // cannot connect through the socket
        case 2003:  // cannot connect to the host
        case 2005:  // unknown host
        case 2006:  // server has gone away
        case 2012:  // error in the handshake
        case 2013:  // lost connection during the query
        case 2014:  // commands out of sync
        case 2026:  // TLS error
        case 2027:  // malformed packet
        case 2030:  // statement of an earlier connection
        case 2055:  // lost connection
        case 3169:  // session was killed
        case 4031:  // disconnected for inactivity
            return Failure::kConnectionLost;
        case 3:     // a file cannot be written
        case 20:    // disk full
        case 1021:  // disk full
        case 1026:  // a file cannot be written
        case 1114:  // a table is full: its file cannot grow
            return Failure::kNoRoom;
        default:
            return Failure::kPermanent;
    }
}

runtime::DatabaseError counter_of(int error_number) {
    using runtime::DatabaseError;
    switch (error_number) {
        case 1020:
            return DatabaseError::kRecordChanged;
        case 1062:
            return DatabaseError::kDuplicateKey;
        case 1205:
            return DatabaseError::kLockWaitTimeout;
        case 1213:
            return DatabaseError::kDeadlock;
        default:
            break;
    }
    switch (classify(error_number)) {
        case Failure::kConnectionLost:
            return DatabaseError::kConnectionLost;
        case Failure::kNoRoom:
            return DatabaseError::kNoRoom;
        default:
            return DatabaseError::kOther;
    }
}

}  // namespace likes::database
