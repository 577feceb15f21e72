#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace likes::bench {

/// What is in the file. Throws std::runtime_error if it cannot be read.
std::string content_of(const std::filesystem::path& path);

/// An instance that scripts/bench has started, or the handlers of one beside another.
struct Instance {
    std::string name;
    std::filesystem::path directory;
    /// The source tree that it was started from, whose scripts and SQL fit it.
    std::filesystem::path checkout;
    int http_port;
    /// The name of the instance whose database and broker it uses: often its own. `none`: it uses none.
    std::string backend;
};

/// Those that were started for this run. Immutable.
class Instances {
  public:
    /// Reads a line for each, with tabs between its columns, in the order of Instance. Throws std::runtime_error.
    explicit Instances(const std::filesystem::path& file);

    /// Throws std::runtime_error if it was not started.
    const Instance& at(std::string_view name) const;

    /// nullptr if it was not started.
    const Instance* find(std::string_view name) const;

    /// Whose database and broker it uses; nullptr if it uses none.
    const Instance* backend_of(const Instance& instance) const { return find(instance.backend); }

    const std::vector<Instance>& all() const { return all_; }

    /// A bearer token of each user, one a line. The same for all of them, as they share the key.
    const std::filesystem::path& tokens() const { return tokens_; }

  private:
    std::vector<Instance> all_;
    std::filesystem::path tokens_;
};

/// What scripts/up was told and has remembered.
std::map<std::string, std::string> settings_of(const Instance& instance);

/// Runs the instance's own scripts/NAME, with these settings beside those of this process. Throws std::runtime_error
/// unless it exits with 0. Returns its output.
std::string run_script(const Instance& instance, const std::string& name, const std::vector<std::string>& arguments,
                       std::string_view input = {}, const std::map<std::string, std::string>& settings = {});

}  // namespace likes::bench
