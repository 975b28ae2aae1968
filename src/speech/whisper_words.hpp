// From Whisper's tokens to words, and what is thrown away because nobody said it. Private to the room.
#pragma once

#include <string>
#include <vector>

#include "audio/sound.hpp"
#include "conversation/interaction.hpp"

namespace repere::speech {

struct TimedToken {
    std::string text;  // bytes; a leading space begins a word
    double start = 0;
    double end = 0;
    double log_probability = 0;
};

// Words with the mean probability of their tokens as confidence. Punctuation stays with the word before it, also where
// French puts a space between.
std::vector<Word> words_of(const std::vector<TimedToken>& tokens);

// Whisper falls into loops ("merci merci merci …"): a run of one to eight words said more than three times in a row is
// kept once.
void drop_repetitions(std::vector<Word>& words);

// Words whose middle lies farther than `margin` seconds from all detected speech were invented in silence or music.
void drop_outside(std::vector<Word>& words, const std::vector<audio::Interval>& speech, double margin = 0.4);

}  // namespace repere::speech
