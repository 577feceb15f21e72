#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "metrics/numbers.hpp"

namespace likes::metrics {

/// A file of numbers, as it is in memory. Only processes of this machine share one.
struct File {
    /// Tells this version's files from those of others.
    static constexpr std::uint64_t kMark = (std::uint64_t{kFormat} << 32U) | sizeof(Numbers);

    std::uint64_t mark = kMark;
    Numbers numbers;
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

/// What a process has counted, alive or not.
struct Counted {
    std::string program;
    /// Which of the program's processes: N of PROGRAM.N.
    std::string process;
    bool is_alive;
    MappedFile mapped;

    const Numbers& numbers() const { return mapped.file().numbers; }
};

/// The numbers of all programs in `directory`, by program and process. They go on changing while they are looked at.
/// What is no file of numbers of this version is passed over; a directory that is not there is empty.
std::vector<Counted> read_all(const std::filesystem::path& directory);

}  // namespace likes::metrics
