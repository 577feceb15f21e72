#pragma once

#include <string>

#include "database/session.hpp"
#include "runtime/config.hpp"

/// The commands that an operator runs by hand. Each returns the exit status of the program, and throws what the store
/// throws.
namespace likes::operate {

/// Exit status of a command that has done its work and found something wrong.
inline constexpr int kComplaint = 1;

/// Settings of a session with the patience of a long job: an operator waits for it, not a request.
database::SessionSettings session_settings(const runtime::Config& config);

/// Compares all counters with the rows that they count and, unless `dry_run`, corrects those that have drifted. Prints
/// a line for each of these. Returns kComplaint if `dry_run` found any, or if not all counters could be compared.
int reconcile(const runtime::Config& config, bool dry_run);

/// Compares the numbers that are kept of all chats with their reactions and, unless `dry_run`, adds what is missing.
/// Prints a line for each chat whose numbers were wrong. Returns kComplaint if `dry_run` found any that differ, or if
/// not all could be compared.
int reconcile_analytics(const runtime::Config& config, bool dry_run);

/// Removes all reactions of the user, and the user's notices, and prints a receipt.
int erase(const runtime::Config& config, const std::string& user);

/// Prints everything that is stored about the user, as JSON lines.
int export_user(const runtime::Config& config, const std::string& user);

/// Reads likes from `file` (JSON lines or CSV) and prints them as lines that sort(1) brings into the order of
/// importing. Reports each line that is not a like, stops after a few of these, and then returns kComplaint. A reaction
/// that is not on the list is one of these, unless `reactions_as_they_are`.
int read_likes(const runtime::Config& config, const std::string& file, bool reactions_as_they_are);

/// Imports sorted lines from standard input.
int import_likes(const runtime::Config& config);

}  // namespace likes::operate
