// The hostile half of reading JSON: bounds checked before parsing, and places found afterwards.
//
// Internal to the rooms that read JSON documents. A parser sees a text only once `examine` has found it well-formed
// UTF-8 and not too deep; a value that turns out wrong is then looked up in the text again to give its line and column,
// so good documents pay nothing for good errors.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/result.hpp"

namespace repere::json_source {

// One step into a document: a key, or an index where the key is empty. Views the caller's text.
struct Step {
    std::string_view key;
    std::size_t index = 0;
};
using Path = std::vector<Step>;

std::string to_string(const Path& path);  // "[2].turns[3].text"

// A half-open range of bytes: one element of the top-level array, or the whole document.
struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct Examined {
    bool is_array = false;           // false: one object, or several one behind the other (JSON lines)
    bool is_closed = true;          // the array has its "]" and nothing follows it
    std::size_t stray = 0;          // where the first byte stands that follows the end, if not closed
    std::vector<Piece> pieces;
};

// One linear pass: UTF-8, depth, and where the elements of a top-level array begin and end.
Result<Examined> examine(std::string_view text, const std::string& source, std::size_t max_depth);

Place place_at(std::string_view text, std::size_t offset, const std::string& source, std::string path = {});

// Parses one piece of an examined text. The error stands at the byte where the parser stopped.
Result<nlohmann::json> parse(std::string_view text, const Piece& piece, const std::string& source,
                             const std::string& path);

// Reads typed values out of a parsed piece; the first wrong one is kept as the error, with its place.
// null counts as absent. Every reader gives nothing where the key is absent or wrong.
class Fields {
  public:
    Fields(std::string_view text, Piece piece, const std::string& source, std::optional<std::size_t> element);

    bool ok() const { return !error_; }
    const std::optional<Error>& error() const { return error_; }

    // Keeps a step on the path while it lives.
    class Scope {
      public:
        Scope(Fields& fields, Step step) : fields_(fields) { fields_.path_.push_back(step); }
        ~Scope() { fields_.path_.pop_back(); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

      private:
        Fields& fields_;
    };
    [[nodiscard]] Scope enter(std::string_view key) { return {*this, {key, 0}}; }
    [[nodiscard]] Scope enter(std::size_t index) { return {*this, {{}, index}}; }

    std::optional<std::string> text(const nlohmann::json& object, std::string_view key);
    std::optional<std::string> text_or_number(const nlohmann::json& object, std::string_view key);
    std::optional<double> number(const nlohmann::json& object, std::string_view key);
    std::optional<int> whole(const nlohmann::json& object, std::string_view key, int low, int high);
    std::optional<bool> boolean(const nlohmann::json& object, std::string_view key);
    const nlohmann::json* list(const nlohmann::json& object, std::string_view key);
    const nlohmann::json* object(const nlohmann::json& object, std::string_view key);
    std::vector<std::string> texts(const nlohmann::json& object, std::string_view key);
    bool is_object(const nlohmann::json& value);  // the value at the path itself
    bool is_text(const nlohmann::json& value);

    // Records an error at the current path, plus `key` where it is not empty; the first one wins.
    void refuse(ErrorCode code, std::string message, Details details = {}, std::string_view key = {});

    Place here(std::string_view key = {}) const;  // linear in the piece: for errors and warnings only

  private:
    const nlohmann::json* find(const nlohmann::json& object, std::string_view key) const;

    std::string_view text_;
    Piece piece_;
    const std::string& source_;
    std::optional<std::size_t> element_;
    Path path_;
    std::optional<Error> error_;
};

// The keys of the document's object, or of its array's first one, in their order; at most `limit`, and only what a
// look at the beginning of the text gives where it is not valid JSON.
std::vector<std::string> first_keys(std::string_view text, std::size_t limit = 100);

// Text, number and boolean as text; arrays and objects as JSON.
std::string as_text(const nlohmann::json& value);

}  // namespace repere::json_source
