// Speech to words with times: one interface, one implementation an engine.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "audio/sound.hpp"
#include "audio/voice.hpp"
#include "conversation/interaction.hpp"
#include "core/result.hpp"

namespace repere::speech {

enum class Engine { kPocketSphinx, kWhisper };

struct RecognizerConfig {
    Engine engine = Engine::kPocketSphinx;
    std::string language = "fr";          // "fr" or "en"
    std::filesystem::path model;          // Whisper: the ggml file. PocketSphinx: empty for the models set up by `make`
    std::filesystem::path models;         // folder of the set-up models; empty: cache_folder()/speech
    int threads = 1;
    Status validate() const;
};

// What one stretch of one channel said. Times are seconds from the beginning of the channel.
struct Utterance {
    std::vector<Word> words;  // fillers left out; numbers said in words stay so, with `normalised` beside
};

// Not thread-safe: one object a thread. Models are shared between the objects of one process where the engine can.
class Recognizer {
  public:
    virtual ~Recognizer() = default;
    // Recognises the given stretches of one mono channel.
    virtual Result<std::vector<Utterance>> run(const audio::Sound& mono, const std::vector<audio::Interval>& speech,
                                               std::stop_token stop) = 0;
    virtual std::string version() const = 0;  // "pocketsphinx-fr-…", kept with every analysis
};

Result<std::unique_ptr<Recognizer>> make_recognizer(const RecognizerConfig& config);

}  // namespace repere::speech
