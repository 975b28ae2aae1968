#include <nlohmann/json.hpp>

#include "review/model_card.hpp"
#include "review/training_material.hpp"

namespace repere::review {
namespace {

void count_file(const MaterialFile& file, TrainingCounts& into) {
    for (const auto& turn : file.turns) {
        ++into.rows[turn.language][std::string(to_string(turn.turn.channel))].single_turns;
    }
    for (const auto& one : file.conversations) {
        auto& row = into.rows[one.interaction.language][std::string(to_string(one.interaction.channel))];
        ++row.conversations;
        row.turns += one.interaction.turns.size();
    }
}

}  // namespace

TrainingCounts::Row TrainingCounts::total() const {
    Row sum;
    for (const auto& [language, channels] : rows) {
        for (const auto& [channel, row] : channels) {
            sum.conversations += row.conversations;
            sum.turns += row.turns;
            sum.single_turns += row.single_turns;
        }
    }
    return sum;
}

Result<TrainingCounts> count_training(const std::vector<std::string>& folders) {
    TrainingCounts counts;
    for (const auto& folder : folders) {
        const auto material = read_training_material(folder);
        if (!material) return fail(material.error());
        for (const auto& file : material->files) count_file(file, counts);
    }
    return counts;
}

nlohmann::ordered_json to_json(const TrainingCounts& counts) {
    const auto total = counts.total();
    return {{"conversations", total.conversations}, {"turns", total.turns}, {"single_turns", total.single_turns}};
}

Table table_of(const TrainingCounts& counts, const Messages& messages) {
    const auto column = [&](const char* name) { return messages.text(std::string("review.card.column.") + name); };
    Table table{.title = messages.text("review.card.training"),
                .head = {column("language"), column("channel"), column("conversations"), column("turns"),
                         column("single_turns")}};
    for (const auto& [language, channels] : counts.rows) {
        for (const auto& [channel, row] : channels) {
            table.rows.push_back({messages.text("grid.label.language." + language),
                                  messages.text("grid.label.channel." + channel), std::to_string(row.conversations),
                                  std::to_string(row.turns), std::to_string(row.single_turns)});
        }
    }
    return table;
}

}  // namespace repere::review
