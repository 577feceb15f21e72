#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "runtime/counters.hpp"

namespace likes::runtime {

/// The content of a counter file, as it is in memory. Only processes on the same machine share one.
struct File {
    /// Distinguishes the files of this version from those of others.
    static constexpr std::uint64_t kMark = (std::uint64_t{kFormat} << 32U) | sizeof(Counters);

    std::uint64_t mark = kMark;
    Counters numbers;
};

/// A mapped File. Move-only.
class MappedFile {
  public:
    /// Maps the open file `descriptor`, which is at least as long as a File. Throws std::system_error.
    MappedFile(int descriptor, bool writable);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    MappedFile& operator=(MappedFile&&) = delete;

    /// Leaves the file mapped for ever.
    void* release() { return std::exchange(memory_, nullptr); }
    const File& file() const { return *static_cast<const File*>(memory_); }

  private:
    void* memory_;
};

/// The counters of one process, whether it is alive or not.
struct ProcessCounters {
    std::string program;
    /// Which of the program's processes: N of PROGRAM.N.
    std::string process;
    bool is_alive;
    MappedFile mapped;

    const Counters& counters() const { return mapped.file().numbers; }
};

/// The process is alive and has started. One that ends while it starts, and is started again and again, never is.
bool is_serving(const ProcessCounters& process);

/// The counters of all processes in `directory`, sorted by program and process. They keep changing while they are read.
/// Anything that is not a counter file of this version is skipped; a directory that does not exist counts as empty.
std::vector<ProcessCounters> read_all(const std::filesystem::path& directory);

}  // namespace likes::runtime
