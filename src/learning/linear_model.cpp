#include "learning/linear_model.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include <nlohmann/json.hpp>

#include "core/files.hpp"

namespace repere::learning {
namespace {

constexpr std::string_view kMagic = "REPERE-LINEAR-1\n";
constexpr std::size_t kAlign = 8;           // a row's bytes, for the processor's sake
constexpr double kLargest = 127;            // of a byte
constexpr std::size_t kMostFeatures = 1U << 22U;

static_assert(std::endian::native == std::endian::little, "the file holds little-endian numbers");

template <class T>
void append(std::string& out, const std::vector<T>& values) {
    out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

nlohmann::ordered_json header_of(const ModelNotes& notes, const std::vector<Output>& outputs, std::size_t features) {
    nlohmann::ordered_json header{{"kind", notes.kind}, {"trained", notes.trained}, {"rows", notes.rows}, {"features", features}};
    header["outputs"] = nlohmann::ordered_json::array();
    for (const Output& o : outputs) {
        header["outputs"].push_back({{"name", o.name}, {"bias", o.bias}, {"word_step", o.word_step},
                                     {"other_step", o.other_step}, {"slope", o.calibration.slope},
                                     {"offset", o.calibration.offset}, {"threshold", o.threshold}});
    }
    return header;
}

Output output_of(const nlohmann::json& item) {
    Output out;
    out.name = item.at("name").get<std::string>();
    out.bias = item.at("bias").get<double>();
    out.word_step = item.at("word_step").get<double>();
    out.other_step = item.at("other_step").get<double>();
    out.calibration = {item.at("slope").get<double>(), item.at("offset").get<double>()};
    out.threshold = item.at("threshold").get<double>();
    return out;
}

std::size_t padded(std::size_t outputs) { return (outputs + kAlign - 1) / kAlign * kAlign; }

}  // namespace

LinearModel LinearModel::make(ModelNotes notes, std::span<const FeatureId> ids, const std::vector<bool>& of_words,
                              std::span<const Logistic> fitted, std::span<const std::string> names) {
    LinearModel out;
    out.notes_ = std::move(notes);
    out.width_ = padded(fitted.size());
    const auto weight = [&](std::size_t output, std::size_t feature) {
        const auto& all = fitted[output].weights();
        return feature < all.size() ? all[feature] : 0;
    };
    for (std::size_t o = 0; o < fitted.size(); ++o) {
        double words = 0, others = 0;
        for (std::size_t k = 0; k < ids.size(); ++k) {
            double& most = of_words[k] ? words : others;
            most = std::max(most, std::abs(weight(o, k)));
        }
        out.outputs_.push_back({.name = names[o], .bias = fitted[o].bias(), .word_step = words / kLargest, .other_step = others / kLargest});
    }
    std::vector<std::size_t> order(ids.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    std::ranges::sort(order, {}, [&](std::size_t k) { return ids[k]; });
    std::vector<std::int8_t> row(out.width_);
    for (const std::size_t k : order) {
        std::ranges::fill(row, std::int8_t{0});
        for (std::size_t o = 0; o < fitted.size(); ++o) {
            const double step = of_words[k] ? out.outputs_[o].word_step : out.outputs_[o].other_step;
            if (step > 0) row[o] = static_cast<std::int8_t>(std::lround(weight(o, k) / step));
        }
        if (std::ranges::all_of(row, [](std::int8_t w) { return w == 0; })) continue;
        out.keys_.push_back(ids[k]);
        out.weights_.insert(out.weights_.end(), row.begin(), row.end());
    }
    out.index();
    return out;
}

void LinearModel::index() {
    static std::atomic<std::uint64_t> last_serial{0};
    serial_ = ++last_serial;
    count_ = keys_.size();
    const std::size_t size = std::bit_ceil(std::max<std::size_t>(16, count_ * 2));
    mask_ = size - 1;
    slots_.assign(size, {});
    for (std::size_t row = 0; row < count_; ++row) {
        std::size_t at = keys_[row] & mask_;
        while (slots_[at].row != 0) at = (at + 1) & mask_;
        slots_[at] = {keys_[row], static_cast<std::uint32_t>(row + 1)};
    }
}

Status LinearModel::write(const std::filesystem::path& file) const {
    std::string out(kMagic);
    out += header_of(notes_, outputs_, count_).dump();
    out += '\n';
    append(out, keys_);
    append(out, weights_);
    return write_file(file, out);
}

Result<LinearModel> LinearModel::open(const std::filesystem::path& file) {
    const auto content = read_file(file);
    if (!content) return fail(ErrorCode::kEnvironment, "learning.model.missing", {}, {file.string()});
    const auto broken = [&] { return fail(ErrorCode::kInvalidInput, "learning.model.broken", {}, {file.string()}); };
    const std::size_t line = content->find('\n', kMagic.size());
    if (!content->starts_with(kMagic) || line == std::string::npos) return broken();
    LinearModel out;
    try {
        const auto header = nlohmann::json::parse(content->begin() + kMagic.size(), content->begin() + static_cast<std::ptrdiff_t>(line));
        out.notes_ = {header.at("kind").get<std::string>(), header.at("trained").get<std::string>(), header.at("rows").get<std::size_t>()};
        out.count_ = header.at("features").get<std::size_t>();
        for (const auto& item : header.at("outputs")) out.outputs_.push_back(output_of(item));
    } catch (const nlohmann::json::exception&) {
        return broken();
    }
    out.width_ = padded(out.outputs_.size());
    const std::size_t keys = out.count_ * sizeof(FeatureId);
    const std::size_t weights = out.count_ * out.width_;
    if (out.count_ > kMostFeatures || content->size() != line + 1 + keys + weights) return broken();
    out.keys_.resize(out.count_);
    out.weights_.resize(weights);
    if (out.count_ > 0) {
        std::memcpy(out.keys_.data(), content->data() + line + 1, keys);
        std::memcpy(out.weights_.data(), content->data() + line + 1 + keys, weights);
    }
    if (!std::ranges::is_sorted(out.keys_) || std::ranges::adjacent_find(out.keys_) != out.keys_.end()) return broken();
    out.index();
    return out;
}

std::filesystem::path default_model_folder() {
    if (const char* folder = std::getenv("REPERE_MODELS"); folder != nullptr && *folder != '\0') return folder;
    const auto beside = program_folder().parent_path() / "models";
    std::error_code error;
    if (std::filesystem::is_directory(beside, error)) return beside;
    const auto home = find_home();
    return home ? *home / "models" : beside;
}

}  // namespace repere::learning
