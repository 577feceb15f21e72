#include "unit/base/scratch_file.hpp"

#include <fstream>
#include <stdexcept>

#include <stdlib.h>

namespace likes::test {
namespace {

void write_file(const std::filesystem::path& path, const std::string& text, unsigned mode) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << text << std::flush;
    if (!file) throw std::runtime_error{"cannot write " + path.string()};
    std::filesystem::permissions(path, std::filesystem::perms{mode});
}

}  // namespace

ScratchDirectory::ScratchDirectory() {
    auto name = (std::filesystem::temp_directory_path() / "likes_test_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"cannot make " + name};
    path_ = name;
}

ScratchDirectory::~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void ScratchFile::write(const std::string& text, unsigned mode) const {
    write_file(path_, text, mode);
}

void ScratchFile::replace(const std::string& text, unsigned mode) const {
    const auto beside = directory_.path() / "new.json";
    write_file(beside, text, mode);
    std::filesystem::rename(beside, path_);
}

void ScratchFile::chmod(unsigned mode) const {
    std::filesystem::permissions(path_, std::filesystem::perms{mode});
}

}  // namespace likes::test
