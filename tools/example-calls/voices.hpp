// Synthetic voices of the example calls: espeak-ng for French, flite for English.
#pragma once

#include <string>
#include <vector>

#include "sound.hpp"

namespace example_calls {

struct Voice {
    std::string engine;  // "espeak" or "flite"
    std::string name;    // espeak: language and variant, "fr-be+f3"; flite: "slt", "rms", "awb" or "kal16"
    int speed = 170;     // words per minute (espeak); percent of the voice's own (flite)
    int pitch = 50;      // 0 … 99 (espeak); hertz of the mean, 0 for the voice's own (flite)
    int range = 50;      // 0 … 99: monotone … lively (espeak)
    double level = -20;  // dBFS of the loud parts
};

struct SpokenWord {
    std::string text;  // as written, with its punctuation
    double start = 0;  // seconds from the beginning of the sound
    double end = 0;
};

struct Spoken {
    Line sound;                      // telephone band, kRate
    std::vector<SpokenWord> words;   // espeak only: from the synthesiser's own events
};

// Says one turn. Not thread-safe: both synthesisers keep global state. Throws std::runtime_error.
Spoken say(const Voice& voice, const std::string& text);

}  // namespace example_calls
