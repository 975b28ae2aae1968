// PocketSphinx with the 8 kHz telephone models that scripts/setup-speech lays out.
#include <algorithm>
#include <cmath>
#include <mutex>
#include <string>
#include <string_view>

#include <pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sphinxbase/ngram_model.h>

#include "core/files.hpp"
#include "speech/engines.hpp"

namespace repere::speech {
namespace {

constexpr int kSampleRate = 8000;
constexpr double kFramesPerSecond = 100;
constexpr double kMaxPieceSeconds = 20;

struct FreeConfig {
    void operator()(cmd_ln_t* c) const { cmd_ln_free_r(c); }
};
struct FreeDecoder {
    void operator()(ps_decoder_t* d) const { ps_free(d); }
};
using DecoderPtr = std::unique_ptr<ps_decoder_t, FreeDecoder>;

void say_nothing(void*, err_lvl_t, const char*, ...) {}

// The library writes its whole life to stderr unless told otherwise: its messages once for the process, and its table
// of settings to a stream that belongs to the thread.
void silence_log() {
    static std::once_flag once;
    std::call_once(once, [] { err_set_callback(say_nothing, nullptr); });
    err_set_logfp(nullptr);
}

// "demain(2)" is the second pronunciation of "demain".
std::string_view without_variant(std::string_view word) {
    if (word.size() > 3 && word.back() == ')') {
        if (const std::size_t open = word.rfind('('); open != std::string_view::npos && open > 0) return word.substr(0, open);
    }
    return word;
}

bool is_filler(std::string_view word) {
    return word.empty() || word.front() == '<' || word.front() == '[' || word.starts_with("++");
}

// The dictionary keeps French elisions and clitics apart ("c'" + "est", "est" + "-ce"); readers want them together.
bool joins(const Word& before, std::string_view next) {
    return (before.text.ends_with('\'') && before.text.size() > 1) || (next.starts_with('-') && next.size() > 1);
}

// Makes the decoder use both models, each counting as much as the other. Where one does not know a word the other's
// half remains.
bool mix(ps_decoder_t* decoder, const std::filesystem::path& general, const std::filesystem::path& own) {
    const auto read = [&](const std::filesystem::path& file) {
        return ngram_model_read(ps_get_config(decoder), file.c_str(), NGRAM_BIN, ps_get_logmath(decoder));
    };
    ngram_model_t* models[] = {read(general), read(own)};
    if (!models[0] || !models[1]) return false;
    std::string names[] = {"general", "own"};
    char* name_pointers[] = {names[0].data(), names[1].data()};
    const float32 weights[] = {0.5F, 0.5F};
    ngram_model_t* both = ngram_model_set_init(ps_get_config(decoder), models, name_pointers, weights, 2);
    if (!both) return false;
    const bool done = ps_set_lm(decoder, "mixed", both) == 0 && ps_set_search(decoder, "mixed") == 0;
    ngram_model_free(both);
    return done;
}

class PocketSphinx final : public Recognizer {
  public:
    PocketSphinx(DecoderPtr decoder, std::string version) : decoder_(std::move(decoder)), version_(std::move(version)) {}

    Result<std::vector<Utterance>> run(const audio::Sound& mono, const std::vector<audio::Interval>& speech,
                                       std::stop_token stop) override {
        if (auto ok = check_sound(mono, kSampleRate); !ok) return fail(ok.error());
        silence_log();
        std::vector<Utterance> out;
        for (const audio::Interval& piece : pieces_of(mono, speech, kMaxPieceSeconds)) {
            if (stop.stop_requested()) return fail(ErrorCode::kCancelled, "speech.cancelled");
            auto utterance = decode(mono, piece);
            if (!utterance) return fail(utterance.error());
            out.push_back(std::move(*utterance));
        }
        return out;
    }

    std::string version() const override { return version_; }

  private:
    Result<Utterance> decode(const audio::Sound& mono, const audio::Interval& piece) {
        const std::vector<float> samples = samples_of(mono, piece);
        pcm_.resize(samples.size());
        std::transform(samples.begin(), samples.end(), pcm_.begin(), [](float s) {
            return static_cast<int16>(std::lround(std::clamp(std::isfinite(s) ? s : 0.0F, -1.0F, 1.0F) * 32767.0F));
        });
        // The whole piece at once: the cepstral mean is then that of the piece.
        if (ps_start_utt(decoder_.get()) < 0 ||
            ps_process_raw(decoder_.get(), pcm_.data(), pcm_.size(), FALSE, TRUE) < 0 || ps_end_utt(decoder_.get()) < 0) {
            return fail(ErrorCode::kInternal, "speech.pocketsphinx.failed");
        }
        Utterance out;
        logmath_t* logmath = ps_get_logmath(decoder_.get());
        for (ps_seg_t* seg = ps_seg_iter(decoder_.get()); seg != nullptr; seg = ps_seg_next(seg)) {
            const char* raw = ps_seg_word(seg);
            const std::string_view text = without_variant(raw ? raw : "");
            if (is_filler(text)) continue;
            int first = 0;
            int last = 0;
            ps_seg_frames(seg, &first, &last);
            const double posterior = std::clamp(logmath_exp(logmath, ps_seg_prob(seg, nullptr, nullptr, nullptr)), 0.0, 1.0);
            const double start = piece.start + first / kFramesPerSecond;
            const double end = std::min(piece.end, piece.start + (last + 1) / kFramesPerSecond);
            if (!out.words.empty() && joins(out.words.back(), text)) {
                Word& whole = out.words.back();
                whole.text += text;
                whole.end = end;
                whole.confidence = std::min(*whole.confidence, posterior);
            } else {
                out.words.push_back({.text = std::string(text), .start = start, .end = end, .confidence = posterior});
            }
        }
        return out;
    }

    DecoderPtr decoder_;
    std::string version_;
    std::vector<int16> pcm_;
};

}  // namespace

Result<std::unique_ptr<Recognizer>> make_pocketsphinx(const RecognizerConfig& config) {
    const std::filesystem::path folder =
        (config.models.empty() ? cache_folder() / "speech" : config.models) / config.language;
    const std::filesystem::path acoustic = folder / "acoustic";
    // A damaged model makes the library end the process, so the set-up's own stamp must be there: it is written last.
    auto version = read_file(folder / "version", 4096);
    for (const char* name : {"mdef", "means", "variances", "sendump", "transition_matrices", "feat.params", "noisedict"}) {
        std::error_code error;
        if (version && std::filesystem::file_size(acoustic / name, error) > 0 && !error) continue;
        return fail(ErrorCode::kEnvironment, "speech.models_missing", {{"folder", folder.string()}, {"language", config.language}});
    }
    std::string name = std::move(*version);
    name.erase(name.find_last_not_of(" \n\r") + 1);

    silence_log();
    // Without ps_default_search_args: it would slip in Debian's English model and dictionary.
    std::unique_ptr<cmd_ln_t, FreeConfig> arguments(cmd_ln_init(
        nullptr, ps_args(), TRUE, "-hmm", acoustic.c_str(), "-dict", (folder / "words.dict").c_str(), "-lm",
        (folder / "language.lm.bin").c_str(), "-lw", "7", "-fwdflatlw", "7", "-bestpathlw", "7", "-maxhmmpf", "3000",
        "-wip", "0.05", "-remove_silence", "no", nullptr));
    DecoderPtr decoder(arguments ? ps_init(arguments.get()) : nullptr);
    // English has a general model beside that of our own texts.
    const std::filesystem::path general = folder / "general.lm.bin";
    if (!decoder || (std::filesystem::exists(general) && !mix(decoder.get(), general, folder / "language.lm.bin"))) {
        return fail(ErrorCode::kEnvironment, "speech.models_broken", {{"folder", folder.string()}, {"language", config.language}});
    }
    return std::make_unique<PocketSphinx>(std::move(decoder), std::move(name));
}

}  // namespace repere::speech
