// Several linear outputs over the same features, as trained by `repere train` and kept in one small file.
//
// Weights are bytes: an output's weight is its byte times a step of its own, one for features of words and one for all
// others. Immutable once read; any number of threads may use it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "learning/calibration.hpp"
#include "learning/features.hpp"
#include "learning/logistic.hpp"

namespace repere::learning {

struct Output {
    std::string name;  // "empathy", "escalation=late"
    double bias = 0;
    double word_step = 0;   // weight of one unit, for features of words
    double other_step = 0;  // the same for all others
    Calibration calibration;
    double threshold = 0.5;  // probability from which it is said to hold
};

// What is written into the file beside the weights.
struct ModelNotes {
    std::string kind;     // "agent", "customer", "topics"…: what the outputs are about
    std::string trained;  // fingerprint of the material and of what made the features
    std::size_t rows = 0; // it was fitted on
};

class LinearModel {
  public:
    LinearModel() = default;

    // kEnvironment where the file is missing, kInvalidInput where it is no model of this version.
    static Result<LinearModel> open(const std::filesystem::path& file);
    Status write(const std::filesystem::path& file) const;

    // `ids[k]` names feature k of the fitted weights; `of_words[k]` says of which of the two groups it is. Features that weigh nothing are left out.
    static LinearModel make(ModelNotes notes, std::span<const FeatureId> ids, const std::vector<bool>& of_words,
                            std::span<const Logistic> fitted, std::span<const std::string> names);

    const ModelNotes& notes() const { return notes_; }
    const std::vector<Output>& outputs() const { return outputs_; }
    std::vector<Output>& outputs() { return outputs_; }
    bool empty() const { return outputs_.empty(); }
    std::size_t features() const { return count_; }

    // One byte an output, padded to `width()`; null for a feature that weighs nothing.
    const std::int8_t* find(FeatureId id) const {
        if (keys_.empty()) return nullptr;
        for (std::size_t at = id & mask_;; at = (at + 1) & mask_) {
            const Slot& slot = slots_[at];
            if (slot.row == 0) return nullptr;
            if (slot.key == id) return weights_.data() + (slot.row - 1) * width_;
        }
    }
    // The same for many: `rows[k]` is that of `features[k]`, an id or what has one. Several times as fast a feature, since
    // the tables, larger than a processor's caches, are fetched ahead.
    template <class Feature>
    void find(const std::vector<Feature>& features, std::vector<const std::int8_t*>& rows) const {
        rows.assign(features.size(), nullptr);
        if (keys_.empty()) return;
        for (const Feature& feature : features) __builtin_prefetch(&slots_[id_of(feature) & mask_]);
        for (std::size_t k = 0; k < features.size(); ++k) {
            rows[k] = find(id_of(features[k]));
            if (rows[k] != nullptr) __builtin_prefetch(rows[k]);
        }
    }
    std::size_t width() const { return width_; }
    // Tells this model from every other of the process: what is remembered of it goes by this number.
    std::uint64_t serial() const { return serial_; }

  private:
    struct Slot {
        FeatureId key = 0;
        std::uint32_t row = 0;  // + 1; 0: free
    };

    static FeatureId id_of(FeatureId id) { return id; }
    template <class Feature>
    static FeatureId id_of(const Feature& feature) {
        return feature.id;
    }
    void index();

    ModelNotes notes_;
    std::vector<Output> outputs_;
    std::uint64_t serial_ = 0;
    std::size_t width_ = 0;
    std::size_t count_ = 0;
    std::size_t mask_ = 0;
    std::vector<Slot> slots_;           // by id, open addressing
    std::vector<FeatureId> keys_;       // by row, ascending
    std::vector<std::int8_t> weights_;
};

// Where `repere train` puts its models and the analyser looks for them: $REPERE_MODELS, else `models` beside the
// program's folder (a build tree), else `models` in the home (an installation). The folder need not exist.
std::filesystem::path default_model_folder();

}  // namespace repere::learning
