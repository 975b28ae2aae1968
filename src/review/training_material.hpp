// What `repere train` learns from: labelled conversations and single labelled turns of a folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "conversation/labels.hpp"
#include "core/result.hpp"
#include "signals/labelled_turns.hpp"

namespace repere::review {

// One file is one writer's work: what was learned is tried out on files that it was not learned from.
struct MaterialFile {
    std::string name;
    bool natural = false;  // its signals are as frequent as in life: fit to set thresholds by
    std::vector<LabelledInteraction> conversations;
    std::vector<signals::LabelledTurn> turns;
};

struct TrainingMaterial {
    std::vector<MaterialFile> files;  // by name
    std::string fingerprint;          // of their content
    std::size_t conversations() const;
    std::size_t turns() const;  // those of the conversations and the single ones
};

// Every *.json (labelled conversations) and *.jsonl (labelled turns) of a folder and what lies below it; those below a
// folder named "natural" are samples of everyday conversations, the others were written to teach what is hard. Fails at
// the first broken file; kNotFound where there is none.
Result<TrainingMaterial> read_training_material(const std::filesystem::path& folder);

}  // namespace repere::review
