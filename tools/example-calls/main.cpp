// Makes the example calls: reads who says what from the labelled conversations and how from calls.json, writes for
// each call CALL.wav (left: agent, right: customer) and CALL.json, as a telephony platform would hand them over.
// A program of its own: espeak-ng is GPL, and nothing of it enters `repere`.
//
//   example-calls EXAMPLES PROMPTS OUTPUT
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "sound.hpp"
#include "voices.hpp"

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace example_calls {
namespace {

constexpr double kPromptLevel = -21;
constexpr double kNoiseLevel = -62;

Json read_json(const fs::path& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path.string() + ": cannot be read");
    return Json::parse(file);
}

double rounded(double seconds) { return std::round(seconds * 1000) / 1000; }

Voice voice_from(const Json& json) {
    Voice voice;
    voice.engine = json.at("engine");
    voice.name = json.at("name");
    voice.speed = json.value("speed", voice.engine == "flite" ? 100 : voice.speed);
    voice.pitch = json.value("pitch", voice.engine == "flite" ? 0 : voice.pitch);
    voice.range = json.value("range", voice.range);
    voice.level = json.value("level", voice.level);
    return voice;
}

struct Call {
    Line agent, customer;
    Json turns = Json::array();
};

// Lays the turns in time. A negative pause makes a turn begin before the one in front of it has ended.
Call play(const Json& conversation, const Json& staging, const fs::path& prompts) {
    Call call;
    double now = 0.4;
    for (const auto& name : staging.value("opening", Json::array())) {
        Line prompt = telephone(read_wav(prompts / (name.get<std::string>() + ".wav")), kRate);
        set_level(prompt, kPromptLevel);
        mix(call.agent, prompt, now);
        now += static_cast<double>(prompt.size()) / kRate + 0.6;
    }
    std::map<std::string, Voice> voices;
    for (const auto& [participant, voice] : staging.at("voices").items()) voices[participant] = voice_from(voice);

    const Json pauses = staging.value("pauses", Json::object());
    const Json holds = staging.value("holds", Json::object());
    std::minstd_rand random(static_cast<unsigned>(conversation.at("turns").size()));
    std::size_t index = 0;
    for (const auto& turn : conversation.at("turns")) {
        const std::string key = std::to_string(index++);
        const std::string participant = turn.at("participant");
        const Spoken spoken = say(voices.at(participant), turn.at("text"));
        now += holds.value(key, 0.0) + pauses.value(key, 0.25 + 0.05 * static_cast<double>(random() % 9));
        mix(turn.at("speaker") == "agent" ? call.agent : call.customer, spoken.sound, now);

        Json words = Json::array();
        for (const SpokenWord& word : spoken.words) {
            words.push_back({{"text", word.text}, {"start", rounded(now + word.start)}, {"end", rounded(now + word.end)}});
        }
        Json written{{"speaker", turn.at("speaker")}, {"participant", participant}, {"text", turn.at("text")}};
        const double end = now + static_cast<double>(spoken.sound.size()) / kRate;
        if (!words.empty()) {
            written["start"] = words.front()["start"];
            written["end"] = words.back()["end"];
            written["words"] = std::move(words);
        }
        call.turns.push_back(std::move(written));
        now = spoken.words.empty() ? end : now + spoken.words.back().end;
    }
    const auto frames = static_cast<std::size_t>((now + 0.8) * kRate);
    for (Line* line : {&call.agent, &call.customer}) line->resize(std::max(line->size(), frames));
    const auto frames_of_both = std::max(call.agent.size(), call.customer.size());
    call.agent.resize(frames_of_both);
    call.customer.resize(frames_of_both);
    add_noise(call.agent, kNoiseLevel, 1);
    add_noise(call.customer, kNoiseLevel + 4, 2);
    return call;
}

void make(const std::string& id, const Json& staging, const fs::path& examples, const fs::path& prompts,
          const fs::path& output) {
    const Json conversation = read_json(examples / "labels" / (id + ".json")).at(0);
    Call call = play(conversation, staging, prompts);
    write_wav(output / (id + ".wav"), std::move(call.agent), std::move(call.customer));

    Json document{{"id", id}, {"channel", "phone"}};
    for (const char* key : {"language", "direction", "domain"}) document[key] = conversation.at(key);
    document["started_at"] = staging.at("started_at");
    document["media"] = Json::array({{{"path", id + ".wav"}, {"type", "audio/wav"}, {"agent_is_left", true}}});
    // Without its transcript the call goes through recognition.
    document["turns"] = staging.at("transcript").get<bool>() ? std::move(call.turns) : Json::array();
    std::ofstream file(output / (id + ".json"));
    file << document.dump(1) << '\n';
    if (!file.flush()) throw std::runtime_error((output / (id + ".json")).string() + ": cannot be written");
}

}  // namespace
}  // namespace example_calls

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: example-calls EXAMPLES PROMPTS OUTPUT\n", stderr);
        return 2;
    }
    try {
        const fs::path examples = argv[1];
        const Json calls = example_calls::read_json(examples / "calls.json");
        for (const auto& [id, staging] : calls.items()) example_calls::make(id, staging, examples, argv[2], argv[3]);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "example-calls: %s\n", problem.what());
        return 1;
    }
    return 0;
}
