#include "speech/whisper_file.hpp"

#include <array>
#include <fstream>
#include <limits>

#include <fmt/format.h>
#include <ggml.h>

namespace repere::speech {
namespace {

constexpr std::uint32_t kMagic = 0x67676d6c;  // "ggml"
constexpr std::uint64_t kHashStart = 14695981039346656037ULL;  // FNV-1a
constexpr std::uint64_t kHashPrime = 1099511628211ULL;

// Hyperparameters in the file's order.
enum Field { kVocab, kAudioCtx, kAudioState, kAudioHead, kAudioLayer, kTextCtx, kTextState, kTextHead, kTextLayer, kMels, kType, kFields };
constexpr std::array<std::pair<int, int>, kFields> kRanges{{{51000, 60000}, {1500, 1500}, {1, 4096}, {1, 64}, {1, 64},
                                                            {1, 4096}, {1, 4096}, {1, 64}, {1, 64}, {80, 128}, {0, 2999}}};

class Reader {
  public:
    Reader(const std::filesystem::path& file, std::uint64_t size) : in_(file, std::ios::binary), left_(size) {}

    bool take(void* to, std::uint64_t bytes) {
        if (bytes > left_) return false;
        left_ -= bytes;
        in_.read(static_cast<char*>(to), static_cast<std::streamsize>(bytes));
        for (std::uint64_t i = 0; i < bytes; ++i) hash_ = (hash_ ^ static_cast<const unsigned char*>(to)[i]) * kHashPrime;
        return static_cast<bool>(in_);
    }
    bool skip(std::uint64_t bytes) {
        if (bytes > left_) return false;
        left_ -= bytes;
        in_.seekg(static_cast<std::streamoff>(bytes), std::ios::cur);
        return static_cast<bool>(in_);
    }
    template <class T>
    bool take(T& value) { return take(&value, sizeof value); }
    bool at_end() const { return left_ == 0; }
    bool readable() const { return static_cast<bool>(in_); }
    std::uint64_t hash() const { return hash_; }

  private:
    std::ifstream in_;
    std::uint64_t left_;
    std::uint64_t hash_ = kHashStart;
};

}  // namespace

Result<WhisperFile> inspect_whisper_file(const std::filesystem::path& file) {
    const Place place{.source = file.string()};
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) return fail(ErrorCode::kEnvironment, "speech.whisper.missing", {}, place);
    const auto not_a_model = [&] { return fail(ErrorCode::kEnvironment, "speech.whisper.not_a_model", {}, place); };
    const auto truncated = [&] { return fail(ErrorCode::kEnvironment, "speech.whisper.truncated", {}, place); };
    if (!std::filesystem::is_regular_file(status)) return not_a_model();
    const std::uint64_t size = std::filesystem::file_size(file, error);
    Reader in(file, error ? 0 : size);
    if (!in.readable()) return fail(ErrorCode::kEnvironment, "speech.whisper.unreadable", {}, place);

    std::uint32_t magic = 0;
    if (!in.take(magic) || magic != kMagic) return not_a_model();
    std::array<std::int32_t, kFields> fields{};
    if (!in.take(fields)) return truncated();
    for (std::size_t i = 0; i < kFields; ++i) {
        if (fields[i] < kRanges[i].first || fields[i] > kRanges[i].second) return not_a_model();
    }
    if (fields[kAudioState] != fields[kTextState] || fields[kAudioState] % fields[kAudioHead] != 0 ||
        fields[kTextState] % fields[kTextHead] != 0) {
        return not_a_model();
    }

    // The library ends the process on convolutions in 32-bit floats.
    if (fields[kType] % 1000 == 0) return fail(ErrorCode::kEnvironment, "speech.whisper.full_precision", {}, place);

    std::int32_t mels = 0;
    std::int32_t bins = 0;
    if (!in.take(mels) || !in.take(bins)) return truncated();
    if (mels != fields[kMels] || bins != 201) return not_a_model();  // 201: half of the 400-point transform, and one
    if (!in.skip(static_cast<std::uint64_t>(mels) * static_cast<std::uint64_t>(bins) * sizeof(float))) return truncated();

    std::int32_t tokens = 0;
    if (!in.take(tokens)) return truncated();
    if (tokens < 1 || tokens > fields[kVocab]) return not_a_model();
    for (std::int32_t i = 0; i < tokens; ++i) {
        std::uint32_t length = 0;
        if (!in.take(length)) return truncated();
        if (length > 1024) return not_a_model();
        if (!in.skip(length)) return truncated();
    }

    std::size_t tensors = 0;
    for (; !in.at_end(); ++tensors) {
        std::array<std::int32_t, 3> head{};  // dimensions, length of the name, type
        if (!in.take(head)) return truncated();
        if (head[0] < 1 || head[0] > 4 || head[1] < 1 || head[1] > 256 || head[2] < 0 || head[2] >= GGML_TYPE_COUNT) return not_a_model();
        std::uint64_t elements = 1;
        for (std::int32_t d = 0; d < head[0]; ++d) {
            std::int32_t extent = 0;
            if (!in.take(extent)) return truncated();
            if (extent < 1) return not_a_model();
            elements *= static_cast<std::uint64_t>(extent);
            if (elements > std::numeric_limits<std::int32_t>::max()) return not_a_model();
        }
        const auto type = static_cast<ggml_type>(head[2]);
        if (ggml_blck_size(type) < 1) return not_a_model();
        const std::uint64_t bytes = elements / static_cast<std::uint64_t>(ggml_blck_size(type)) * ggml_type_size(type);
        if (!in.skip(static_cast<std::uint64_t>(head[1])) || !in.skip(bytes)) return truncated();
    }
    if (tensors == 0) return fail(ErrorCode::kEnvironment, "speech.whisper.no_weights", {}, place);
    // 15 encoder and 24 decoder tensors a layer, and the eleven around them: fewer means that the copy stopped early.
    const auto wanted = 11 + 15 * static_cast<std::size_t>(fields[kAudioLayer]) + 24 * static_cast<std::size_t>(fields[kTextLayer]);
    if (tensors < wanted) return truncated();

    return WhisperFile{.multilingual = fields[kVocab] >= 51865,
                       .layers = fields[kAudioLayer],
                       .bytes = size,
                       .fingerprint = fmt::format("{:08x}", static_cast<std::uint32_t>(in.hash() ^ (in.hash() >> 32) ^ size))};
}

}  // namespace repere::speech
