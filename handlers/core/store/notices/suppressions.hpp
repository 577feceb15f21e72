#pragma once

#include "base/sha256.hpp"
#include "database/result_set.hpp"
#include "database/session.hpp"
#include "mail/bounce.hpp"
#include "mail/suppression.hpp"

/// What is remembered of addresses from which mail came back.
namespace likes::store {

/// Reads the columns reason, since and soft_bounces, of which `first` is the first.
mail::Suppression read_suppression(database::ResultSet& rows, unsigned first);

/// A mail came back from the address of that hash (mail::hash_of). To be called from the `work` of a transaction.
void record_bounce(database::Session& session, const Sha256& address_hash, mail::Bounce bounce);

}  // namespace likes::store
