#pragma once

#include <string>

#include "config/config.hpp"
#include "store/session.hpp"

/// What the person on call runs by hand. Each command returns what main() shall return, and throws what the store
/// throws.
namespace likes::operate {

/// It was done, and there was something to complain about.
inline constexpr int kComplaint = 1;

/// A session that has the patience of a long job: whoever waits for it is a person, not a request.
store::SessionSettings session_settings(const config::Config& config);

/// Compares all counters with their likes and, unless `dry_run`, corrects those that drifted. Prints a line for each of
/// them. With `dry_run` kComplaint if there were any.
int reconcile(const config::Config& config, bool dry_run);

/// Removes everything that the user has put on messages, and prints a receipt.
int erase(const config::Config& config, const std::string& user);

/// Reads likes from `file` (JSON lines or CSV) and prints them as lines that sort into the order of importing.
/// Complains about each line that is no like, up to a few, and then returns kComplaint.
int read_likes(const std::string& file);

/// Imports sorted lines from standard input.
int import_likes(const config::Config& config);

}  // namespace likes::operate
