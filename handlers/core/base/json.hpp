#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

/// Writing and reading JSON: JsonText writes texts of our own, parse_strict_json reads texts that come from outside.
namespace likes {

/// Writes one JSON text in UTF-8, and escapes strings as needed. The caller must close every array and object, and must
/// name every value in an object.
class JsonText {
  public:
    void begin_object() { writer_.StartObject(); }
    void end_object() { writer_.EndObject(); }
    void begin_array() { writer_.StartArray(); }
    void end_array() { writer_.EndArray(); }

    /// The name of the member whose value is written next.
    void name(std::string_view name) { writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }

    void value(std::string_view text) { writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
    /// A template, so that a pointer is not converted to bool.
    void value(std::same_as<bool> auto truth) { writer_.Bool(truth); }
    void value(std::unsigned_integral auto number) requires(!std::same_as<decltype(number), bool>) {
        writer_.Uint64(number);
    }
    void value(std::signed_integral auto number) { writer_.Int64(number); }
    void null() { writer_.Null(); }
    /// Appends a value that is JSON already.
    void raw(std::string_view json);

    /// Appends a member, name and value, to the object that is open.
    template <class Value>
    void member(std::string_view name, const Value& value) {
        this->name(name);
        this->value(value);
    }
    void begin_object(std::string_view name) {
        this->name(name);
        begin_object();
    }
    void begin_array(std::string_view name) {
        this->name(name);
        begin_array();
    }

    /// The text written so far.
    std::string str() const { return {buffer_.GetString(), buffer_.GetSize()}; }
    /// Its length in bytes.
    std::size_t size() const { return buffer_.GetSize(); }
    /// Begins a new text.
    void clear() {
        buffer_.Clear();
        writer_.Reset(buffer_);
    }

  private:
    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

/// Parses a text that is exactly one JSON value (RFC 8259). False, with `out` in no useful state, for anything that two
/// parsers could read differently: a member named twice in one object at any depth (RFC 7515 section 4, RFC 7519
/// section 4), invalid UTF-8, a byte order mark, a raw NUL, text after the value, a number beyond a double, or nesting
/// deeper than 16. Stack and time are bounded by the text's length.
bool parse_strict_json(std::string_view text, rapidjson::Document& out);

/// Like parse_strict_json, for a value that must be an object.
bool parse_strict_object(std::string_view text, rapidjson::Document& out);

/// The member of an object, or nullptr.
const rapidjson::Value* find_member(const rapidjson::Value& object, std::string_view name);

/// The text of a JSON string. REQUIRES: `value` is a string.
std::string_view string_of(const rapidjson::Value& value);

}  // namespace likes
