// bench_speech [--language fr|en] [--limit N] [--show N] [--models FOLDER]: word error rate, cost and memory of
// recognition, on N prompts spread evenly (default 120; 0 for all).
//
// Test set: Debian's Asterisk prompts with their transcripts (packages asterisk-core-sounds-{fr,en}{,-wav}), real voices
// at 8 kHz whose sentences are in no language-model text; prompts that say digits or letters are left out, for their
// transcripts write figures. Beside the figure of all prompts stand those of its two parts: sentences of four words and
// more, and the short rest ("minus", "twelfth"), which no context helps. With $REPERE_SHARED or ../shared: the sentences
// of data/audio/azure_fr_en too.
#include <sys/resource.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "audio/decode.hpp"
#include "core/files.hpp"
#include "speech/recognizer.hpp"
#include "speech/word_error_rate.hpp"

namespace {

namespace fs = std::filesystem;
using namespace repere;

struct Sample {
    fs::path file;
    std::string text;
};

std::string unzipped(const fs::path& file) {
    std::string out;
    if (gzFile in = gzopen(file.c_str(), "rb")) {
        std::array<char, 8192> buffer{};
        for (int n = 0; (n = gzread(in, buffer.data(), buffer.size())) > 0;) out.append(buffer.data(), static_cast<std::size_t>(n));
        gzclose(in);
    }
    return out;
}

// A transcript says what is heard when it holds neither figures nor a remark in brackets.
bool is_spoken(const std::string& text) {
    return text.find_first_of("0123456789[]()<>*") == std::string::npos && text.find_first_of("aeiouyéàAEIOUYÉÀ") != std::string::npos;
}

std::vector<Sample> prompts(const std::string& language) {
    const fs::path sounds = fs::path("/usr/share/asterisk/sounds") / (language == "fr" ? "fr_CA_f_June" : "en_US_f_Allison");
    std::istringstream in(unzipped("/usr/share/doc/asterisk-core-sounds-" + language + "/core-sounds-" + language + ".txt.gz"));
    std::vector<Sample> out;
    for (std::string line; std::getline(in, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with(';') || colon == std::string::npos) continue;
        const fs::path file = sounds / (line.substr(0, colon) + ".wav");
        const std::string text = line.substr(colon + 2);
        if (is_spoken(text) && fs::exists(file)) out.push_back({file, text});
    }
    return out;
}

std::vector<Sample> shared_sentences(const std::string& language) {
    const char* set = std::getenv("REPERE_SHARED");
    const fs::path folder = fs::path(set ? set : REPERE_SOURCE_DIR "/../shared") / "data/audio/azure_fr_en" /
                            (language == "fr" ? "fr-FR_training_audio-and-trans" : "en-US_general_training_audio-and-trans");
    std::ifstream in(folder / "trans.txt");
    std::vector<Sample> out;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
        const std::size_t tab = line.find('\t');
        if (tab != std::string::npos) out.push_back({folder / line.substr(0, tab), line.substr(tab + 1)});
    }
    return out;
}

constexpr std::size_t kSentence = 4;  // words

std::vector<Sample> of_length(std::vector<Sample> samples, bool sentences) {
    std::erase_if(samples, [&](const Sample& s) { return (speech::normalised_words(s.text).size() >= kSentence) != sentences; });
    return samples;
}

std::vector<Sample> spread(std::vector<Sample> samples, std::size_t limit) {
    if (limit == 0 || samples.size() <= limit) return samples;
    std::vector<Sample> out;
    for (std::size_t i = 0; i < limit; ++i) out.push_back(std::move(samples[i * samples.size() / limit]));
    return out;
}

struct Figures {
    speech::WordErrors errors;
    std::size_t recordings = 0;
    double sound_seconds = 0;
    double work_seconds = 0;
    std::size_t sure = 0, sure_right = 0;  // words of posterior 0.5 and more, and those of them that were said
};

std::string text_of(const std::vector<speech::Utterance>& heard) {
    std::string out;
    for (const auto& u : heard) {
        for (const Word& w : u.words) out += (out.empty() ? "" : " ") + w.text;
    }
    return out;
}

Figures& operator+=(Figures& a, const Figures& b) {
    a.errors += b.errors;
    a.sound_seconds += b.sound_seconds;
    a.work_seconds += b.work_seconds;
    a.sure += b.sure;
    a.sure_right += b.sure_right;
    a.recordings += b.recordings;
    return a;
}

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Figures measure(speech::Recognizer& recognizer, const std::vector<Sample>& samples, int show) {
    Figures out;
    for (const Sample& sample : samples) {
        const auto decoded = audio::decode_file(sample.file, {.sample_rate = 8000});
        if (!decoded || decoded->sound.channels.empty()) {
            std::cerr << sample.file << ": " << (decoded ? "empty" : decoded.error().key) << '\n';
            continue;
        }
        const audio::Sound mono{.sample_rate = 8000, .channels = {decoded->sound.channels.front()}};
        const double before = processor_seconds();
        const auto heard = recognizer.run(mono, audio::find_speech(mono, 0, {}), {});
        out.work_seconds += processor_seconds() - before;
        out.sound_seconds += mono.duration();
        if (!heard) continue;
        ++out.recordings;
        const auto reference = speech::normalised_words(sample.text);
        out.errors += speech::count_word_errors(reference, speech::normalised_words(text_of(*heard)));
        for (const auto& u : *heard) {
            for (const Word& w : u.words) {
                if (w.confidence.value_or(0) < 0.5) continue;
                const auto parts = speech::normalised_words(w.text);
                ++out.sure;
                out.sure_right += std::all_of(parts.begin(), parts.end(), [&](const std::string& p) {
                    return std::find(reference.begin(), reference.end(), p) != reference.end();
                });
            }
        }
        if (show-- > 0) fmt::print("  {}\n  {}\n\n", sample.text, text_of(*heard));
    }
    return out;
}

void report(const std::string& language, const char* set, const Figures& r, nlohmann::ordered_json& result) {
    if (r.recordings == 0) {
        fmt::print("  {:30} not installed\n", set);
        return;
    }
    const double cost = r.work_seconds / r.sound_seconds;
    fmt::print("  {:30} {:4} recordings {:5.0f} s  word errors {:5.1f} %  ({} wrong, {} left out, {} put in, of {})  "
               "{:.3f} s of processor a second  sure words right {:.1f} % ({} of all)\n",
               set, r.recordings, r.sound_seconds, 100 * r.errors.rate(), r.errors.substitutions, r.errors.deletions,
               r.errors.insertions, r.errors.reference_words, cost,
               r.sure ? 100.0 * static_cast<double>(r.sure_right) / static_cast<double>(r.sure) : 0.0, r.sure);
    result[language][set] = {{"word_error_rate", r.errors.rate()}, {"real_time_factor", cost}, {"words", r.errors.reference_words}};
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> languages{"fr", "en"};
    int show = 0;
    std::size_t limit = 120;
    fs::path models = fs::path(REPERE_CACHE_DIR) / "speech";
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string option = argv[i];
        if (option == "--language") languages = {argv[i + 1]};
        if (option == "--show") show = std::atoi(argv[i + 1]);
        if (option == "--limit") limit = static_cast<std::size_t>(std::max(0, std::atoi(argv[i + 1])));
        if (option == "--models") models = argv[i + 1];
    }
    nlohmann::ordered_json result;
    for (const std::string& language : languages) {
        const auto begin = std::chrono::steady_clock::now();
        auto recognizer = speech::make_recognizer({.language = language, .models = models});
        const std::chrono::duration<double> start = std::chrono::steady_clock::now() - begin;
        if (!recognizer) {
            std::cerr << recognizer.error().key << ": run scripts/setup-speech\n";
            return 3;
        }
        fmt::print("{} ({}), ready after {:.2f} s\n", language, (*recognizer)->version(), start.count());
        const std::vector<Sample> chosen = spread(prompts(language), limit);
        const Figures longer = measure(**recognizer, of_length(chosen, true), show);
        const Figures shorter = measure(**recognizer, of_length(chosen, false), show);
        Figures all = longer;
        all += shorter;
        report(language, "prompts", all, result);
        report(language, "prompts of four words and more", longer, result);
        report(language, "prompts of one to three words", shorter, result);
        report(language, "sentences", measure(**recognizer, shared_sentences(language), show), result);
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    result["peak_memory_mb"] = usage.ru_maxrss / 1024;
    fmt::print("peak memory {} MB\nRESULT {}\n", usage.ru_maxrss / 1024, result.dump());
    return 0;
}
