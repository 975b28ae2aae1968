#include "speech/transcribe.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <utility>

#include "audio/resample.hpp"
#include "speech/engines.hpp"
#include "speech/numbers.hpp"
#include "speech/turns.hpp"

namespace repere::speech {
namespace {

constexpr double kListenSeconds = 30;  // of speech, to tell the language
constexpr float kSameSound = 2e-3F;    // two channels nearer than this are one recorded twice

int rate_of(Engine engine) { return engine == Engine::kWhisper ? 16000 : 8000; }

Result<audio::Decoded> decode(const Media& media, audio::DecodeConfig config, int rate, std::stop_token stop) {
    config.sample_rate = rate;
    return media.bytes.empty() ? audio::decode_file(media.path, config, std::move(stop))
                               : audio::decode_bytes(media.bytes, media.path, config, std::move(stop));
}

audio::Sound channel_of(const audio::Sound& sound, std::size_t channel) {
    return {.sample_rate = sound.sample_rate, .channels = {sound.channels[channel]}};
}

bool same_sound(const audio::Sound& sound) {
    const std::vector<float>& left = sound.channels[0];
    const std::vector<float>& right = sound.channels[1];
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (std::abs(left[i] - right[i]) > kSameSound) return false;
    }
    return true;
}

// The first stretches, together about kListenSeconds.
std::vector<audio::Interval> beginning(const std::vector<audio::Interval>& speech) {
    std::vector<audio::Interval> out;
    double left = kListenSeconds;
    for (const audio::Interval& stretch : speech) {
        if (left <= 0) break;
        out.push_back({stretch.start, std::min(stretch.end, stretch.start + left)});
        left -= out.back().end - out.back().start;
    }
    return out;
}

Result<double> mean_confidence(const RecognizerConfig& config, const audio::Sound& mono,
                               const std::vector<audio::Interval>& speech, const std::stop_token& stop) {
    auto recognizer = make_recognizer(config);
    if (!recognizer) return fail(recognizer.error());
    const auto heard = (*recognizer)->run(mono, speech, stop);
    if (!heard) return fail(heard.error());
    double sum = 0;
    double seconds = 0;
    for (const Utterance& utterance : *heard) {
        for (const Word& w : utterance.words) {  // by time, for short words are many in the wrong language
            sum += w.confidence.value_or(0) * (w.end - w.start);
            seconds += w.end - w.start;
        }
    }
    return seconds > 0 ? sum / seconds : 0;
}

// Listens to the beginning of the busiest channel in both languages.
Result<std::string> language_of(const RecognizerConfig& config, const audio::Sound& sound,
                                const std::vector<std::vector<audio::Interval>>& speech, const std::stop_token& stop) {
    const auto talk = [](const std::vector<audio::Interval>& all) {
        double sum = 0;
        for (const audio::Interval& i : all) sum += i.end - i.start;
        return sum;
    };
    std::size_t busiest = 0;
    for (std::size_t c = 1; c < speech.size(); ++c) {
        if (talk(speech[c]) > talk(speech[busiest])) busiest = c;
    }
    const audio::Sound mono = channel_of(sound, busiest);
    const std::vector<audio::Interval> first = beginning(speech[busiest]);
    if (config.engine == Engine::kWhisper) return whisper_language(config, mono, first);
    double best = -1;
    std::string language = "fr";
    for (const char* candidate : {"fr", "en"}) {
        RecognizerConfig one = config;
        one.language = candidate;
        const auto confidence = mean_confidence(one, mono, first, stop);
        if (!confidence) return fail(confidence.error());
        if (*confidence > best) {
            best = *confidence;
            language = candidate;
        }
    }
    return language;
}

using Heard = Result<std::vector<Utterance>>;

// Every channel, at once when there are threads enough. Also the engine's version.
Result<std::vector<std::vector<Utterance>>> recognise(const RecognizerConfig& config, const audio::Sound& sound,
                                                      const std::vector<std::vector<audio::Interval>>& speech,
                                                      std::string& version, const std::stop_token& stop) {
    auto first = make_recognizer(config);
    if (!first) return fail(first.error());
    version = (*first)->version();
    const auto run = [&](Recognizer& recognizer, std::size_t channel) {
        return recognizer.run(channel_of(sound, channel), speech[channel], stop);
    };
    std::vector<Heard> heard;
    // Whisper spreads one channel over the threads by itself.
    if (sound.channels.size() == 2 && config.threads > 1 && config.engine != Engine::kWhisper) {
        auto second = make_recognizer(config);
        if (!second) return fail(second.error());
        auto right = std::async(std::launch::async, [&] { return run(**second, 1); });
        heard.push_back(run(**first, 0));
        heard.push_back(right.get());
    } else {
        for (std::size_t c = 0; c < sound.channels.size(); ++c) heard.push_back(run(**first, c));
    }
    std::vector<std::vector<Utterance>> out;
    for (Heard& one : heard) {
        if (!one) return fail(one.error());
        out.push_back(std::move(*one));
    }
    return out;
}

}  // namespace

Status TranscribeConfig::validate() const {
    RecognizerConfig spoken = recognizer;
    if (spoken.language == "auto") spoken.language = "fr";
    if (auto ok = spoken.validate(); !ok) return ok;
    if (auto ok = decode.validate(); !ok) return ok;
    return activity.validate();
}

Diarizer one_unknown_speaker() {
    return [](const audio::Sound&, std::vector<Utterance> utterances, std::vector<Warning>& warnings) {
        warnings.push_back({.key = "speech.mono"});
        return turns_of_one(std::move(utterances), Speaker::kUnknown, "unknown");
    };
}

Result<Transcribed> transcribe(Interaction interaction, const TranscribeConfig& config, const Diarizer& diarizer,
                               std::stop_token stop) {
    if (auto ok = config.validate(); !ok) return fail(ok.error());
    if (!interaction.turns.empty()) return Transcribed{.interaction = std::move(interaction)};
    if (interaction.media.empty()) {
        return fail(ErrorCode::kInvalidInput, "speech.no_media", {}, {.source = interaction.id});
    }
    const Media& media = interaction.media.front();
    const Place place{.source = media.path.empty() ? interaction.id : media.path};

    auto decoded = decode(media, config.decode, rate_of(config.recognizer.engine), stop);
    if (!decoded) return fail(decoded.error());
    Transcribed out{.warnings = std::move(decoded->warnings)};
    const auto warn = [&](const char* key, Details details = {}) { out.warnings.push_back({key, std::move(details), place}); };
    audio::Sound sound = std::move(decoded->sound);
    if (sound.channels.empty() || sound.channels.size() > 2) {
        return fail(ErrorCode::kUnsupported, "speech.too_many_channels",
                    {{"channels", std::to_string(sound.channels.size())}}, place);
    }
    if (sound.channels.size() == 2 && same_sound(sound)) sound.channels.pop_back();

    std::vector<std::vector<audio::Interval>> speech;
    for (std::size_t c = 0; c < sound.channels.size(); ++c) speech.push_back(audio::find_speech(sound, c, config.activity));

    RecognizerConfig engine = config.recognizer;
    if (engine.language == "auto") {
        if (interaction.language == "fr" || interaction.language == "en") {
            engine.language = interaction.language;
        } else {
            auto language = language_of(engine, sound, speech, stop);
            if (!language) return fail(language.error());
            engine.language = *language;
            warn("speech.language_assumed", {{"language", *language}});
        }
    }
    interaction.language = engine.language;

    auto heard = recognise(engine, sound, speech, out.engine_version, stop);
    if (!heard) {
        Error error = heard.error();
        if (error.place.source.empty()) error.place = place;
        return fail(std::move(error));
    }
    if (sound.channels.size() == 2) {
        bool agent_left = config.agent_channel != AgentChannel::kRight;
        if (config.agent_channel == AgentChannel::kUnsaid) {
            agent_left = media.agent_is_left.value_or(true);
            if (!media.agent_is_left) warn("speech.agent_channel_assumed");
        }
        auto& agent = (*heard)[agent_left ? 0 : 1];
        auto& customer = (*heard)[agent_left ? 1 : 0];
        interaction.turns = turns_of_two(std::move(agent), std::move(customer));
    } else {
        std::vector<Warning> warnings;
        interaction.turns = diarizer(sound, std::move(heard->front()), warnings);
        for (Warning& w : warnings) {
            if (w.place.source.empty()) w.place = place;
            out.warnings.push_back(std::move(w));
        }
    }
    for (Turn& turn : interaction.turns) normalise_numbers(turn.words, engine.language);
    if (interaction.turns.empty()) {
        warn("speech.no_speech");
    } else if (engine.engine == Engine::kPocketSphinx && engine.language == "fr") {
        warn("speech.indicative");
    }
    out.interaction = std::move(interaction);
    return out;
}

}  // namespace repere::speech
