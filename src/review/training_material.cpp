#include "review/training_material.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/files.hpp"
#include "language/tokens.hpp"

namespace repere::review {

std::size_t TrainingMaterial::conversations() const {
    std::size_t sum = 0;
    for (const MaterialFile& file : files) sum += file.conversations.size();
    return sum;
}

std::size_t TrainingMaterial::turns() const {
    std::size_t sum = 0;
    for (const MaterialFile& file : files) {
        sum += file.turns.size();
        for (const auto& item : file.conversations) sum += item.interaction.turns.size();
    }
    return sum;
}

Result<TrainingMaterial> read_training_material(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
        const auto extension = entry.path().extension();
        if (extension == ".json" || extension == ".jsonl") paths.push_back(entry.path());
    }
    if (paths.empty()) return fail(ErrorCode::kNotFound, "review.train.no_material", {}, {folder.string()});
    std::ranges::sort(paths);
    TrainingMaterial out;
    std::uint64_t hash = 0;
    for (const auto& path : paths) {
        const auto content = read_file(path);
        if (!content) return fail(content.error());
        hash = hash * 31 + language::hash_of(*content);
        MaterialFile file{.name = path.stem().string(), .natural = path.parent_path().filename() == "natural"};
        if (path.extension() == ".json") {
            auto read = signals::read_labelled_conversations(path);
            if (!read) return fail(read.error());
            file.conversations = std::move(*read);
        } else {
            auto read = signals::read_labelled_turns(path);
            if (!read) return fail(read.error());
            file.turns = std::move(*read);
        }
        out.files.push_back(std::move(file));
    }
    out.fingerprint = fmt::format("{:016x}", hash);
    return out;
}

}  // namespace repere::review
