#include "voices.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <stdexcept>

#include <espeak-ng/speak_lib.h>
extern "C" {
#include <flite/flite.h>
cst_voice* register_cmu_us_slt(const char*);
cst_voice* register_cmu_us_rms(const char*);
cst_voice* register_cmu_us_awb(const char*);
cst_voice* register_cmu_us_kal16(const char*);
}

namespace example_calls {
namespace {

struct Token {
    std::string text;
    int begin = 0;  // code points from the beginning of the turn
    int end = 0;
};

std::vector<Token> tokens_of(const std::string& text) {
    std::vector<Token> tokens;
    int place = 0;
    bool inside = false;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n';
        if (!blank && !inside) tokens.push_back({"", place, place});
        inside = !blank;
        if ((c & 0xC0) != 0x80) ++place;
        if (inside) {
            tokens.back().text += c;
            tokens.back().end = place;
        }
    }
    // French puts a space before "?" and "!": the mark belongs to the word it follows.
    for (std::size_t i = 1; i < tokens.size();) {
        const std::string& t = tokens[i].text;
        if (t == "?" || t == "!" || t == ":" || t == ";") {
            tokens[i - 1].text += " " + t;
            tokens[i - 1].end = tokens[i].end;
            tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i));
        } else {
            ++i;
        }
    }
    return tokens;
}

struct Heard {
    std::vector<float> samples;
    struct Mark {
        double at;
        int place;  // code point of the word's first letter; −1 for the end of a clause
    };
    std::vector<Mark> marks;
};

int collect(short* wave, int count, espeak_EVENT* events) {
    for (; events->type != espeakEVENT_LIST_TERMINATED; ++events) {
        auto* heard = static_cast<Heard*>(events->user_data);
        if (!heard) continue;
        if (events->type == espeakEVENT_WORD) heard->marks.push_back({events->audio_position / 1000.0, events->text_position - 1});
        if (events->type == espeakEVENT_END) heard->marks.push_back({events->audio_position / 1000.0, -1});
    }
    auto* heard = static_cast<Heard*>(events->user_data);
    if (wave && heard) {
        for (int i = 0; i < count; ++i) heard->samples.push_back(static_cast<float>(wave[i]) / 32768.0F);
    }
    return 0;
}

// A clause's pause follows its last word without an event of its own: the word ends where its sound does. The last
// 15 ms are not looked at, as the filter lets the next word's onset ring into them.
double trimmed_end(const Line& line, double start, double end) {
    constexpr float kSilence = 0.01F;
    constexpr std::size_t kRinging = kRate * 15 / 1000;
    const auto limit = std::min(line.size(), static_cast<std::size_t>(std::max(0.0, end) * kRate));
    const auto first = static_cast<std::size_t>(start * kRate);
    if (limit <= first + kRinging) return end;
    std::size_t last = limit - kRinging;
    while (last > first && std::abs(line[last - 1]) < kSilence) --last;
    const bool is_silent_before = last < limit - kRinging && last > first;
    return is_silent_before ? static_cast<double>(last) / kRate : end;
}

std::vector<SpokenWord> words_of(const std::vector<Token>& tokens, const Heard& heard, const Line& line) {
    std::vector<std::optional<double>> starts(tokens.size());
    std::vector<double> limits(tokens.size(), static_cast<double>(line.size()) / kRate);
    std::optional<std::size_t> current;
    for (const Heard::Mark& mark : heard.marks) {
        if (mark.place < 0) {
            if (current) limits[*current] = std::min(limits[*current], mark.at);
            continue;
        }
        const auto at = std::upper_bound(tokens.begin(), tokens.end(), mark.place,
                                         [](int place, const Token& token) { return place < token.begin; });
        if (at == tokens.begin()) continue;
        const auto index = static_cast<std::size_t>(at - tokens.begin() - 1);
        if (current && index < *current) continue;  // espeak-ng now and then reports a word again after its successor
        if (!starts[index]) starts[index] = mark.at;  // "j'ai" may bring two events: the first counts
        current = index;
    }
    std::vector<SpokenWord> words;
    for (std::size_t i = 0; i < tokens.size();) {
        // Words that espeak says as one ("de la") share its time by their letters.
        std::size_t next = i + 1;
        while (next < tokens.size() && !starts[next]) ++next;
        const double start = starts[i].value_or(0);
        double end = next < tokens.size() ? *starts[next] : static_cast<double>(line.size()) / kRate;
        for (std::size_t k = i; k < next; ++k) end = std::max(start, std::min(end, limits[k]));
        end = trimmed_end(line, start, end);
        int letters = 0;
        for (std::size_t k = i; k < next; ++k) letters += tokens[k].end - tokens[k].begin;
        double at = start;
        for (std::size_t k = i; k < next; ++k) {
            const double share = (end - start) * (tokens[k].end - tokens[k].begin) / letters;
            words.push_back({tokens[k].text, at, at + share});
            at += share;
        }
        i = next;
    }
    return words;
}

int start_espeak() {
    static const int rate = [] {
        const int found = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, 0);
        if (found > 0) espeak_SetSynthCallback(collect);
        return found;
    }();
    if (rate <= 0) throw std::runtime_error("espeak-ng does not start: is the package espeak-ng-data there?");
    return rate;
}

Spoken say_espeak(const Voice& voice, const std::string& text) {
    const int rate = start_espeak();
    if (espeak_SetVoiceByName(voice.name.c_str()) != EE_OK) throw std::runtime_error("no espeak-ng voice " + voice.name);
    espeak_SetParameter(espeakRATE, voice.speed, 0);
    espeak_SetParameter(espeakPITCH, voice.pitch, 0);
    espeak_SetParameter(espeakRANGE, voice.range, 0);
    std::srand(1);  // espeak-ng draws its flutter from rand(): the same turn sounds the same in every run
    Heard heard;
    if (espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, &heard) != EE_OK) {
        throw std::runtime_error("espeak-ng cannot say: " + text);
    }
    espeak_Synchronize();
    Spoken spoken{.sound = telephone(heard.samples, rate), .words = {}};
    set_level(spoken.sound, voice.level);
    spoken.words = words_of(tokens_of(text), heard, spoken.sound);
    return spoken;
}

cst_voice* flite_voice(const std::string& name) {
    static const bool started = [] { return flite_init() == 0; }();
    if (!started) throw std::runtime_error("flite does not start");
    if (name == "slt") return register_cmu_us_slt(nullptr);
    if (name == "rms") return register_cmu_us_rms(nullptr);
    if (name == "awb") return register_cmu_us_awb(nullptr);
    if (name == "kal16") return register_cmu_us_kal16(nullptr);
    throw std::runtime_error("no flite voice " + name);
}

Spoken say_flite(const Voice& voice, const std::string& text) {
    cst_voice* const chosen = flite_voice(voice.name);
    feat_set_float(chosen->features, "duration_stretch", 100.0F / static_cast<float>(voice.speed));
    if (voice.pitch > 0) feat_set_float(chosen->features, "int_f0_target_mean", static_cast<float>(voice.pitch));
    cst_wave* const wave = flite_text_to_wave(text.c_str(), chosen);
    if (!wave) throw std::runtime_error("flite cannot say: " + text);
    std::vector<float> samples;
    for (int i = 0; i < wave->num_samples; ++i) samples.push_back(static_cast<float>(wave->samples[i]) / 32768.0F);
    const int rate = wave->sample_rate;
    delete_wave(wave);
    Spoken spoken{.sound = telephone(samples, rate), .words = {}};
    set_level(spoken.sound, voice.level);
    return spoken;
}

}  // namespace

Spoken say(const Voice& voice, const std::string& text) {
    if (voice.engine == "espeak") return say_espeak(voice, text);
    if (voice.engine == "flite") return say_flite(voice, text);
    throw std::runtime_error("no speech engine " + voice.engine);
}

}  // namespace example_calls
