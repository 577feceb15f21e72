#pragma once

#include <filesystem>
#include <string>

namespace likes::test {

/// A directory of its own that goes with the object, with all that is in it.
class ScratchDirectory {
  public:
    ScratchDirectory();
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;
    ~ScratchDirectory();

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// A path in a directory of its own that goes with the object. The file is not there at first.
class ScratchFile {
  public:
    const std::filesystem::path& path() const { return path_; }

    /// Writes into the file as it is, or makes it.
    void write(const std::string& text, unsigned mode = 0600) const;
    /// Writes a file beside it and renames that over it.
    void replace(const std::string& text, unsigned mode = 0600) const;
    void chmod(unsigned mode) const;

  private:
    ScratchDirectory directory_;
    std::filesystem::path path_ = directory_.path() / "jwks.json";
};

}  // namespace likes::test
