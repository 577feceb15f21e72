#include "runtime/counter_file.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace likes::runtime {
namespace {

class Descriptor {
  public:
    explicit Descriptor(const std::filesystem::path& path) : number_{open(path.c_str(), O_RDONLY | O_CLOEXEC)} {}
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

  private:
    int number_;
};

bool can_be_mapped(int descriptor) {
    struct stat status {};
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
           static_cast<std::size_t>(status.st_size) >= sizeof(File);
}

/// Tests the lock without taking it, so that a process that starts meanwhile does not find it taken.
bool is_locked(int descriptor) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

std::optional<ProcessCounters> read_one(const std::filesystem::path& path) {
    const std::string process = path.extension();
    const bool is_ours = process.size() > 1 &&
                         std::all_of(process.begin() + 1, process.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_ours) return std::nullopt;
    const Descriptor descriptor{path};
    if (descriptor.number() < 0 || !can_be_mapped(descriptor.number())) return std::nullopt;
    MappedFile mapped{descriptor.number(), false};
    if (mapped.file().mark != File::kMark) return std::nullopt;
    return ProcessCounters{path.stem(), process.substr(1), is_locked(descriptor.number()), std::move(mapped)};
}

}  // namespace

MappedFile::MappedFile(int descriptor, bool writable)
    : memory_{mmap(nullptr, sizeof(File), writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, descriptor, 0)} {
    if (memory_ == MAP_FAILED) throw std::system_error{errno, std::generic_category(), "mmap"};
}

MappedFile::~MappedFile() {
    if (memory_ != nullptr) munmap(memory_, sizeof(File));
}

MappedFile::MappedFile(MappedFile&& other) noexcept : memory_{std::exchange(other.memory_, nullptr)} {}

bool is_serving(const ProcessCounters& process) {
    return process.is_alive && process.counters().serving.value() == 1;
}

std::vector<ProcessCounters> read_all(const std::filesystem::path& directory) {
    std::error_code error;
    std::set<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator{directory, error}) paths.insert(entry.path());
    std::vector<ProcessCounters> all;
    for (const auto& path : paths) {
        if (auto counted = read_one(path)) all.push_back(std::move(*counted));
    }
    return all;
}

}  // namespace likes::runtime
