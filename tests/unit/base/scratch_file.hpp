#pragma once

#include <filesystem>
#include <string>

namespace likes::test {

/// A path in a directory of its own that goes with the object. The file is not there at first.
class ScratchFile {
  public:
    ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    ~ScratchFile();

    const std::filesystem::path& path() const { return path_; }

    /// Writes into the file as it is, or makes it.
    void write(const std::string& text, unsigned mode = 0600) const;
    /// Writes a file beside it and renames that over it.
    void replace(const std::string& text, unsigned mode = 0600) const;
    void chmod(unsigned mode) const;

  private:
    std::filesystem::path directory_;
    std::filesystem::path path_;
};

}  // namespace likes::test
