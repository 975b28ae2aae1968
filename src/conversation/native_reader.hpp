// The parts of the native JSON reader that the vCon reader uses too. Internal to this room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conversation/json.hpp"
#include "conversation/json_source.hpp"

namespace repere::native {

// Everything but turns and media.
void read_frame(json_source::Fields& fields, const nlohmann::json& object, Interaction& interaction);

// object["turns"]; `labels`, where given, gets what was marked in each.
void read_turns(json_source::Fields& fields, const nlohmann::json& object, const ReadLimits& limits,
                Interaction& interaction, Labels* labels);

// Gives a nameless conversation the id of its content, and says so.
void name_it(Interaction& interaction, const json_source::Fields& fields, std::vector<Warning>& warnings);

// Runs `take(fields, object, warnings)` on every element that parses; collects what went wrong.
template <class T, class Take>
Batch<T> read_elements(std::string_view text, const std::string& source, const ReadLimits& limits, Take take) {
    Batch<T> batch;
    const auto examined = json_source::examine(text, source, limits.max_depth);
    if (!examined) {
        batch.errors.push_back(examined.error());
        return batch;
    }
    for (std::size_t i = 0; i < examined->pieces.size(); ++i) {
        const auto& piece = examined->pieces[i];
        const auto element = examined->is_array || examined->pieces.size() > 1 ? std::optional(i) : std::nullopt;
        const std::string path = element ? json_source::to_string({{{}, i}}) : std::string();
        const auto object = json_source::parse(text, piece, source, path);
        if (!object) {
            batch.errors.push_back(object.error());
            continue;
        }
        json_source::Fields fields(text, piece, source, element);
        T item = take(fields, *object, batch.warnings);
        if (!fields.ok()) {
            batch.errors.push_back(*fields.error());
            continue;
        }
        batch.items.push_back(std::move(item));
        batch.places.push_back({source, 0, 0, path});
    }
    if (!examined->is_closed) {
        const bool is_cut = examined->stray >= text.size();
        batch.errors.push_back(
            Error{ErrorCode::kInvalidInput, is_cut ? "conversation.json.truncated" : "conversation.json.trailing", {},
                  json_source::place_at(text, examined->stray, source)});
    }
    return batch;
}

}  // namespace repere::native
