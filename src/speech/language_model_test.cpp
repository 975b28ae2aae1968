#include "speech/language_model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>

namespace repere::speech {
namespace {

struct Model {
    std::map<std::string, double> probability, backoff;

    explicit Model(const std::string& arpa) {
        std::istringstream in(arpa);
        for (std::string row; std::getline(in, row);) {
            const std::size_t tab = row.find('\t');
            if (tab == std::string::npos) continue;
            const std::size_t second = row.find('\t', tab + 1);
            const std::string words = row.substr(tab + 1, second == std::string::npos ? second : second - tab - 1);
            probability[words] = std::pow(10, std::stod(row));
            backoff[words] = second == std::string::npos ? 1 : std::pow(10, std::stod(row.substr(second + 1)));
        }
    }
    double of(const std::string& before, const std::string& word) const {
        if (before.empty()) return probability.at(word);
        if (const auto p = probability.find(before + ' ' + word); p != probability.end()) return p->second;
        const auto b = backoff.find(before);
        const std::size_t space = before.find(' ');
        return (b == backoff.end() ? 1 : b->second) * of(space == std::string::npos ? "" : before.substr(space + 1), word);
    }
};

TEST(LanguageModel, WittenBellByHand) {
    LanguageModelTrainer trainer;
    trainer.add({"oui", "merci"});
    trainer.add({"oui"});
    const Model m(trainer.arpa());
    // Unigrams: oui 2, </s> 2, merci 1: N = 5, T = 3, V = 3.
    EXPECT_NEAR(m.probability.at("oui"), (2 + 1.0) / 8, 1e-3);
    EXPECT_NEAR(m.probability.at("merci"), (1 + 1.0) / 8, 1e-3);
    // After "oui": merci once, </s> once: (1 + 2·p(merci)) / (2 + 2).
    EXPECT_NEAR(m.probability.at("oui merci"), (1 + 2 * 0.25) / 4, 1e-3);
    EXPECT_NEAR(m.backoff.at("oui"), 0.5, 1e-3);
}

TEST(LanguageModel, EveryHistorySumsToOne) {
    LanguageModelTrainer trainer;
    trainer.add({"je", "vous", "écoute"});
    trainer.add({"je", "vous", "entends"}, 3);
    trainer.add({"vous", "entends"});
    trainer.add_word("jamais");
    const Model m(trainer.arpa());
    for (const char* history : {"", "<s>", "je", "vous", "je vous", "<s> je", "jamais"}) {
        double sum = 0;
        for (const char* word : {"je", "vous", "écoute", "entends", "jamais", "</s>"}) sum += m.of(history, word);
        EXPECT_NEAR(sum, 1, 2e-3) << history;
    }
    EXPECT_GT(m.of("je vous", "entends"), 2 * m.of("je vous", "écoute"));
}

TEST(LanguageModel, IsTheSameEachTime) {
    const auto make = [] {
        LanguageModelTrainer trainer;
        for (int i = 0; i < 50; ++i) trainer.add({"a" + std::to_string(i), "b" + std::to_string(i % 7)});
        return trainer.arpa();
    };
    EXPECT_EQ(make(), make());
}

}  // namespace
}  // namespace repere::speech
