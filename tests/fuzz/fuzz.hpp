#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// What the fuzz targets have in common. Each is one LLVMFuzzerTestOneInput over one parser
/// (https://llvm.org/docs/LibFuzzer.html).
namespace likes::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// A property that must hold for every input. Where it does not, the process ends, which libFuzzer takes for a finding.
inline void require(bool holds) {
    if (!holds) std::abort();
}

/// Splits off what stands before the first line end; everything if there is none.
inline std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

}  // namespace likes::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
