// Whisper through whisper.cpp, with a ggml model file that the user brings.
#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <string>

#include <ggml.h>
#include <whisper.h>

#include "speech/engines.hpp"
#include "speech/whisper_file.hpp"
#include "speech/whisper_words.hpp"

namespace repere::speech {
namespace {

constexpr int kSampleRate = 16000;
constexpr double kWindowSeconds = 28;   // Whisper pads every call to 30 s, so stretches near each other share one call
constexpr double kMaxGapSeconds = 2;    // longer silence inside a call invites invented text
constexpr float kNoSpeech = 0.6F;       // the thresholds of OpenAI's own transcribe.py
constexpr float kLogProbability = -1.0F;
constexpr float kEntropy = 2.4F;

struct FreeContext {
    void operator()(whisper_context* c) const { whisper_free(c); }
};
struct FreeState {
    void operator()(whisper_state* s) const { whisper_free_state(s); }
};
using StatePtr = std::unique_ptr<whisper_state, FreeState>;
using ContextPtr = std::shared_ptr<whisper_context>;

void say_nothing(ggml_log_level, const char*, void*) {}

// A model weighs up to 3 GB: the recognisers of one process share it while one of them lives.
Result<ContextPtr> shared_context(const std::filesystem::path& file, const std::string& fingerprint) {
    static std::mutex mutex;
    static std::map<std::string, std::weak_ptr<whisper_context>> open;
    const std::lock_guard lock(mutex);
    whisper_log_set(say_nothing, nullptr);
    ggml_log_set(say_nothing, nullptr);
    std::weak_ptr<whisper_context>& slot = open[file.string() + '\n' + fingerprint];
    if (ContextPtr context = slot.lock()) return context;
    whisper_context_params params = whisper_context_default_params();
    params.use_gpu = false;
    params.flash_attn = false;
    try {
        ContextPtr context(whisper_init_from_file_with_params_no_state(file.c_str(), params), FreeContext());
        if (context) {
            slot = context;
            return context;
        }
    } catch (const std::exception&) {
        // Falls through: the library throws on models whose parts do not fit each other.
    }
    return fail(ErrorCode::kEnvironment, "speech.whisper.not_a_model", {}, {.source = file.string()});
}

bool processor_suffices() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return true;
#endif
}

struct Loaded {
    ContextPtr context;
    StatePtr state;
    WhisperFile file;
};

Result<Loaded> load(const std::filesystem::path& model) {
    if (!processor_suffices()) return fail(ErrorCode::kEnvironment, "speech.whisper.processor");
    auto file = inspect_whisper_file(model);
    if (!file) return fail(file.error());
    auto context = shared_context(model, file->fingerprint);
    if (!context) return fail(context.error());
    StatePtr state;
    try {
        state.reset(whisper_init_state(context->get()));
    } catch (const std::exception&) {
        state.reset();
    }
    if (!state) return fail(ErrorCode::kEnvironment, "speech.whisper.no_memory", {}, {.source = model.string()});
    return Loaded{std::move(*context), std::move(state), std::move(*file)};
}

class Whisper final : public Recognizer {
  public:
    Whisper(ContextPtr context, StatePtr state, const RecognizerConfig& config, std::string version)
        : context_(std::move(context)), state_(std::move(state)), language_(config.language), threads_(config.threads),
          version_(std::move(version)) {}

    Result<std::vector<Utterance>> run(const audio::Sound& mono, const std::vector<audio::Interval>& speech,
                                       std::stop_token stop) override {
        if (auto ok = check_sound(mono, kSampleRate); !ok) return fail(ok.error());
        std::vector<Utterance> out;
        const std::vector<audio::Interval> pieces = pieces_of(mono, speech, kWindowSeconds);
        for (std::size_t first = 0; first < pieces.size();) {
            std::size_t last = first + 1;
            while (last < pieces.size() && pieces[last].end - pieces[first].start <= kWindowSeconds &&
                   pieces[last].start - pieces[last - 1].end <= kMaxGapSeconds) {
                ++last;
            }
            const std::vector<audio::Interval> window(pieces.begin() + static_cast<std::ptrdiff_t>(first),
                                                      pieces.begin() + static_cast<std::ptrdiff_t>(last));
            auto utterance = decode(mono, window, stop);
            if (!utterance) return fail(utterance.error());
            if (!utterance->words.empty()) out.push_back(std::move(*utterance));
            first = last;
        }
        return out;
    }

    std::string version() const override { return version_; }

  private:
    Result<Utterance> decode(const audio::Sound& mono, const std::vector<audio::Interval>& window, const std::stop_token& stop) {
        const double offset = window.front().start;
        std::vector<float> samples = samples_of(mono, {offset, window.back().end});
        std::replace_if(samples.begin(), samples.end(), [](float s) { return !std::isfinite(s); }, 0.0F);
        samples.resize(std::max<std::size_t>(samples.size(), kSampleRate), 0.0F);  // the library skips less than a second

        whisper_full_params params = whisper_full_default_params(WHISPER_SAMPLING_GREEDY);
        params.n_threads = threads_;
        params.language = language_.c_str();
        params.translate = false;
        params.no_context = true;  // a mistake must not feed the next window
        params.token_timestamps = true;
        params.print_progress = params.print_realtime = params.print_timestamps = params.print_special = false;
        params.suppress_nst = true;
        params.entropy_thold = kEntropy;
        params.logprob_thold = kLogProbability;
        params.no_speech_thold = kNoSpeech;
        params.greedy.best_of = 2;
        params.abort_callback = [](void* token) { return static_cast<const std::stop_token*>(token)->stop_requested(); };
        params.abort_callback_user_data = const_cast<std::stop_token*>(&stop);
        if (stop.stop_requested()) return fail(ErrorCode::kCancelled, "speech.cancelled");
        int status = 0;
        try {
            status = whisper_full_with_state(context_.get(), state_.get(), params, samples.data(), static_cast<int>(samples.size()));
        } catch (const std::exception&) {
            status = -100;  // a vocabulary without the tokens that the library counts on
        }
        if (stop.stop_requested()) return fail(ErrorCode::kCancelled, "speech.cancelled");
        if (status != 0) return fail(ErrorCode::kInternal, "speech.whisper.failed", {{"status", std::to_string(status)}});

        Utterance out;
        const int segments = whisper_full_n_segments_from_state(state_.get());
        for (int s = 0; s < segments; ++s) {
            std::vector<Word> words = words_of(tokens_of(s, offset));
            out.words.insert(out.words.end(), std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
        }
        for (Word& w : out.words) {
            w.start = std::min(w.start, window.back().end);
            w.end = std::min(w.end, window.back().end);
        }
        drop_repetitions(out.words);
        drop_outside(out.words, window);
        return out;
    }

    // Nothing for a segment that Whisper itself takes for no speech.
    std::vector<TimedToken> tokens_of(int segment, double offset) const {
        std::vector<TimedToken> out;
        double log_sum = 0;
        const int count = whisper_full_n_tokens_from_state(state_.get(), segment);
        for (int t = 0; t < count; ++t) {
            const whisper_token_data data = whisper_full_get_token_data_from_state(state_.get(), segment, t);
            if (data.id >= whisper_token_eot(context_.get())) continue;  // time marks and the like
            const char* text = whisper_token_to_str(context_.get(), data.id);
            out.push_back({.text = text ? text : "",
                           .start = offset + std::max<double>(0, static_cast<double>(data.t0)) / 100,
                           .end = offset + std::max<double>(0, static_cast<double>(data.t1)) / 100,
                           .log_probability = data.p > 0 ? std::log(static_cast<double>(data.p)) : -20.0});
            log_sum += out.back().log_probability;
        }
        const bool silent = whisper_full_get_segment_no_speech_prob_from_state(state_.get(), segment) > kNoSpeech;
        if (silent && log_sum < static_cast<double>(kLogProbability) * static_cast<double>(out.size())) out.clear();
        return out;
    }

    ContextPtr context_;
    StatePtr state_;
    std::string language_;
    int threads_;
    std::string version_;
};

}  // namespace

Result<std::unique_ptr<Recognizer>> make_whisper(const RecognizerConfig& config) {
    auto model = load(config.model);
    if (!model) return fail(model.error());
    if (!model->file.multilingual && config.language != "en") {
        return fail(ErrorCode::kConfiguration, "speech.whisper.english_only", {{"language", config.language}},
                    {.source = config.model.string()});
    }
    return std::make_unique<Whisper>(std::move(model->context), std::move(model->state), config,
                                     "whisper-" + config.model.stem().string() + "-" + model->file.fingerprint);
}

Result<std::string> whisper_language(const RecognizerConfig& config, const audio::Sound& mono,
                                     const std::vector<audio::Interval>& speech) {
    if (auto ok = check_sound(mono, kSampleRate); !ok) return fail(ok.error());
    const auto model = load(config.model);
    if (!model) return fail(model.error());
    if (!model->file.multilingual) return "en";
    if (speech.empty()) return "fr";
    std::vector<float> samples = samples_of(mono, {speech.front().start, speech.front().start + kWindowSeconds});
    samples.resize(std::max<std::size_t>(samples.size(), kSampleRate), 0.0F);
    std::vector<float> probabilities(static_cast<std::size_t>(whisper_lang_max_id()) + 1);
    try {
        if (whisper_pcm_to_mel_with_state(model->context.get(), model->state.get(), samples.data(),
                                          static_cast<int>(samples.size()), config.threads) != 0 ||
            whisper_lang_auto_detect_with_state(model->context.get(), model->state.get(), 0, config.threads,
                                                probabilities.data()) < 0) {
            return fail(ErrorCode::kInternal, "speech.whisper.failed", {{"status", "language"}});
        }
    } catch (const std::exception&) {
        return fail(ErrorCode::kInternal, "speech.whisper.failed", {{"status", "language"}});
    }
    const auto of = [&](const char* language) { return probabilities[static_cast<std::size_t>(whisper_lang_id(language))]; };
    return of("en") > of("fr") ? "en" : "fr";
}

}  // namespace repere::speech
