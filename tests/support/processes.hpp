#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include <sys/types.h>

namespace likes::test {

/// The processes of the instance by the name of their service: its main process and all that came of it, such as a
/// supervisor's children and nginx's workers.
std::map<std::string, std::set<pid_t>> processes_of_instance();

/// The same of the instance in another directory.
std::map<std::string, std::set<pid_t>> processes_of_instance(const std::filesystem::path& var_dir);

}  // namespace likes::test
