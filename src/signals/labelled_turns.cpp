#include "signals/labelled_turns.hpp"

#include <optional>

#include <nlohmann/json.hpp>

#include "conversation/json.hpp"
#include "core/files.hpp"

namespace repere::signals {
namespace {

std::string text_at(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<LabelledTurn> turn_of(const nlohmann::json& object) {
    if (!object.is_object()) return std::nullopt;
    LabelledTurn out;
    const auto speaker = speaker_from(text_at(object, "speaker"));
    const auto channel = channel_from(text_at(object, "channel"));
    const auto signals = object.find("signals");
    out.language = text_at(object, "language");
    out.turn.text = text_at(object, "text");
    out.turn.previous = text_at(object, "previous");
    if (!speaker || !channel || signals == object.end() || !signals->is_array() || out.turn.text.empty()) {
        return std::nullopt;
    }
    out.turn.speaker = *speaker;
    out.turn.channel = *channel;
    for (const auto& id : *signals) {
        if (!id.is_string() || find_signal(id.get_ref<const std::string&>()) == nullptr) return std::nullopt;
        out.signals.push_back(id.get<std::string>());
    }
    return out;
}

}  // namespace

Result<std::vector<LabelledTurn>> read_labelled_turns(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    std::vector<LabelledTurn> out;
    std::size_t line = 0;
    for (std::size_t at = 0; at < text->size();) {
        const std::size_t end = std::min(text->find('\n', at), text->size());
        const std::string_view row(text->data() + at, end - at);
        ++line;
        at = end + 1;
        if (row.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        auto turn = turn_of(nlohmann::json::parse(row, nullptr, false));
        if (!turn) {
            return fail(ErrorCode::kInvalidInput, "signals.labelled.line_broken", {}, {file.string(), line, 0, ""});
        }
        turn->line = line;
        out.push_back(std::move(*turn));
    }
    return out;
}

Result<std::vector<LabelledInteraction>> read_labelled_conversations(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    auto batch = read_labelled_json(*text, file.string());
    if (!batch.errors.empty()) return fail(std::move(batch.errors.front()));
    return std::move(batch.items);
}

}  // namespace repere::signals
