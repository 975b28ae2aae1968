// What the finder knows of one language: word classes, numbers, months, context phrases; from knowledge/privacy.
//
// Immutable once loaded. A word is known by its folded form. Context phrases ("numéro de contrat") carry topics; they
// are matched over a turn once, by Reading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.hpp"
#include "language/tokens.hpp"
#include "privacy/name_weights.hpp"

namespace repere::privacy {

// What the words around a number or name are about. Bits, as a phrase may speak of several things.
enum Topic : std::uint32_t {
    kTopicPhone = 1U << 0,
    kTopicEmail = 1U << 1,
    kTopicAddress = 1U << 2,
    kTopicPostcode = 1U << 3,
    kTopicIban = 1U << 4,
    kTopicCard = 1U << 5,
    kTopicCvv = 1U << 6,
    kTopicNir = 1U << 7,
    kTopicBirth = 1U << 8,
    kTopicCustomer = 1U << 9,
    kTopicPlate = 1U << 10,
    kTopicIp = 1U << 11,
    kTopicName = 1U << 12,
    kTopicPart = 1U << 13,      // "finit par", "the last four"
    kTopicExpiry = 1U << 14,    // "expire fin"
    kTopicOther = 1U << 15,     // numbers of things, not of people: flight, version, error, train
    kTopicPublic = 1U << 16,    // a company's own: server, help page, SIRET
    kTopicHome = 1U << 17,      // somebody lives there: "j'habite", "livraison"
    kTopicUrl = 1U << 18,       // "mon site", "my page"
    kTopicAttached = 1U << 20,  // "tout attaché", "all one word"
    kTopicHomeName = 1U << 21,  // "hameau", "résidence": names a home without a street
    kTopicAdjective = 1U << 22, // "grand", "vieux": stands before the noun of a place's name
    kTopicReference = 1U << 23, // "référence", "serial": of a customer's file or of goods
    kTopicUnsure = 1U << 24,    // "la suite", "the rest": of a number that was begun
    kTopicNumber = 1U << 25,    // "numéro", "number": of whatever is named beside it
    kTopicBehind = 1U << 26,    // "au dos": where a card's code stands, once a card is spoken of
    kTopicKey = 1U << 27,       // "clé": the last two figures of an account or a social security number
    kTopicPay = 1U << 28,       // "régler le solde": a card's figures may follow
    kTopicProduct = 1U << 19,   // goods, whose references are everybody's: "lave-linge", "boiler"
};

// What a single word is, as bits.
enum WordClass : std::uint64_t {
    kCommon = 1ULL << 0,        // an everyday word, so hardly a name
    kTitle = 1ULL << 1,         // madame, mr
    kFirstName = 1ULL << 2,
    kParticle = 1ULL << 3,      // de, le, van, ben: inside a surname
    kStreet = 1ULL << 4,        // rue, avenue, street
    kFiller = 1ULL << 5,        // euh, attendez: inside a dictated number
    kRepeat = 1ULL << 6,        // double, triple
    kUnit = 1ULL << 7,          // euros, km, gigas: what precedes is a quantity
    kRole = 1ULL << 8,          // mon fils, votre technicien: a person's name may follow
    kNumberSuffix = 1ULL << 9,  // bis, ter
    kHundred = 1ULL << 10,
    kThousand = 1ULL << 11,
    kStop = 1ULL << 12,         // never part of a name or street: je, est, vous
    kSpeaking = 1ULL << 13,     // after an agent's own name: "à l'appareil", "speaking"
    kCompany = 1ULL << 14,      // known trade words: "Assurances", "Bank", "Leroy"
    kBuilding = 1ULL << 15,     // bâtiment, flat: goes on with an address
    kStar = 1ULL << 16,         // étoile, XXXX
    kDay = 1ULL << 17,          // lundi: never a name
    kSpelling = 1ULL << 18,     // comme, for: "B comme Bernard"
    kAnd = 1ULL << 19,          // et, and: inside a number
    kTimes = 1ULL << 20,        // "quatre fois deux"
    kGreeting = 1ULL << 21,     // bonjour, merci: a name may follow
    kIntroduces = 1ULL << 22,   // "je suis", "c'est", "this is"
    kLeadIn = 1ULL << 23,       // c', est, de, is: between "mon nom" and the name
    kThing = 1ULL << 24,        // lycée, film: named after people
    kFamous = 1ULL << 25,       // "louis de funes"
    kSignOff = 1ULL << 26,      // cordialement
    kDictionary = 1ULL << 27,   // a word of the language's dictionary, so rather no surname in lower case
    kFamilyName = 1ULL << 28,   // a surname of the dictionary
    kMayIntroduce = 1ULL << 29, // "c'est", "avec": a name or anything else
    kPlaceBefore = 1ULL << 30,  // à, in: a place may follow
    kArticle = 1ULL << 31,      // la, une, my: a thing follows rather than a name
    kWorksFor = 1ULL << 32,   // de, chez, from: between an agent's name and the company
    kWeakTitle = 1ULL << 33,  // me, sir: a title or another word
    kWho = 1ULL << 34,        // il, elle, qui: before "s'appelle"
    kIsCalled = 1ULL << 35,   // "s'appelle": people are called so, and companies
    kIAm = 1ULL << 36,        // "je suis", "i'm": never a company
    kPlural = 1ULL << 37,     // les: before a family
    kSaint = 1ULL << 38,      // saint: a person's name follows, of a place
    kSurnameParticle = 1ULL << 39,  // van, ben: nothing but a surname follows
    kWeakParticle = 1ULL << 40,     // de, la: a surname's only where capitals show it
    kOr = 1ULL << 41,
    kWeakStreet = 1ULL << 42, // cours, place: a street's word and many another thing
    kStays = 1ULL << 43,      // "est", "toujours": before where somebody lives
    kPlateWord = 1ULL << 45,    // "tunis": stands inside a plate
    kAside = 1ULL << 44,      // "accent aigu", "plus loin": between spelled letters
};

using ClassBits = std::uint64_t;

struct WordInfo {
    ClassBits classes = 0;
    std::uint32_t topics = 0;   // of the word alone
    int number = -1;            // 0 … 1000
    int month = 0;              // 1 … 12
    int ordinal = 0;            // "premier", "second", "twelfth"
    char mark = 0;              // "tiret" is '-', "arobase" '@'
    char letter = 0;            // of a spelling alphabet: "oscar" is 'o'
    int repeat = 0;             // "double" 2, "triple" 3
    int phrases = -1;           // first of the phrases that begin with this word
};

struct Phrase {
    std::vector<std::string> rest;  // the words after the first
    std::uint32_t topics = 0;
    ClassBits classes = 0;          // put on the last word
    char mark = 0;                  // "tiret du bas" is '_'
    int next = -1;                  // another phrase with the same first word
};

class Words {
  public:
    Words() = default;
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;
    Words(Words&&) = default;
    Words& operator=(Words&&) = default;

    // Reads `folder`/words.yaml, first_names.txt, common.txt, and the people.yaml beside the folder.
    static Result<Words> load(const std::filesystem::path& folder, std::string language);

    const WordInfo* find(language::WordHash folded) const;  // the hash of a folded form
    const Phrase& phrase(int index) const { return phrases_[static_cast<std::size_t>(index)]; }
    const std::string& language() const { return language_; }
    const NameWeights& name_weights() const { return name_weights_; }
    bool has_host(std::string_view name) const;        // a site where people have a page of their own
    bool is_personal_path(std::string_view path) const;  // "/client/0117": one customer's page
    bool is_public_path(std::string_view path) const;  // "aide/panne": the same page for everybody

  private:
    struct Slot {
        language::WordHash hash = 0;  // 0: empty
        const WordInfo* info = nullptr;
    };
    void index();
    WordInfo& entry(const std::string& text);
    void add_phrase(std::string_view text, std::uint32_t topics, ClassBits classes, char mark = 0);

    std::string language_;
    NameWeights name_weights_;
    std::unordered_map<std::string, WordInfo> words_;
    std::vector<Slot> slots_;  // of words_, a power of two, at most half full
    std::vector<Phrase> phrases_;
    std::vector<std::string> hosts_;
    std::vector<std::string> public_paths_;
    std::vector<std::string> personal_paths_;
};

}  // namespace repere::privacy
