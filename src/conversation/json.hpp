// The native JSON form of a conversation (docs/formats.md), read and written.
//
// Reading trusts nothing: UTF-8, depth, sizes and types are checked, and an error says where (line, column, path) and
// what was expected. A document is one conversation or an array; a bad element does not stop its neighbours.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "conversation/interaction.hpp"
#include "conversation/labels.hpp"
#include "core/result.hpp"

namespace repere {

struct ReadLimits {
    std::size_t max_depth = 32;
    std::size_t max_turns = 1'000'000;
    std::size_t max_text_bytes = 16U << 20;  // of one turn
};

// What one document held: every conversation that could be read, and an error for each that could not.
template <class T>
struct Batch {
    std::vector<T> items;
    std::vector<Place> places;  // where each item stands, without line; one for each item
    std::vector<Error> errors;
    std::vector<Warning> warnings;
};

// `source` names the document in errors. Personal data, signals and labels in it are ignored, as is every unknown key;
// a known key with the wrong type is an error. A conversation without an id gets one made of its content, and a warning.
Batch<Interaction> read_native_json(std::string_view text, const std::string& source, const ReadLimits& limits = {});

// The same with the labels, for benchmark and training.
Batch<LabelledInteraction> read_labelled_json(std::string_view text, const std::string& source,
                                              const ReadLimits& limits = {});

nlohmann::ordered_json to_json(const Interaction& interaction);
nlohmann::ordered_json to_json(const Turn& turn, std::size_t index);
nlohmann::ordered_json to_json(const Metadata& metadata);

}  // namespace repere
