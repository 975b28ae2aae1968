#include "privacy/words.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "core/files.hpp"
#include "language/tokens.hpp"

namespace repere::privacy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 29> kTopicNames{{
    {"phone", kTopicPhone},
    {"email", kTopicEmail},
    {"address", kTopicAddress},
    {"postcode", kTopicPostcode},
    {"iban", kTopicIban},
    {"card", kTopicCard},
    {"card_cvv", kTopicCvv},
    {"nir", kTopicNir},
    {"birth_date", kTopicBirth},
    {"customer_number", kTopicCustomer},
    {"plate", kTopicPlate},
    {"ip", kTopicIp},
    {"name", kTopicName},
    {"part", kTopicPart},
    {"expiry", kTopicExpiry},
    {"other", kTopicOther},
    {"public", kTopicPublic},
    {"home", kTopicHome},
    {"url_personal", kTopicUrl},
    {"product", kTopicProduct},
    {"unsure", kTopicUnsure},
    {"key", kTopicKey},
    {"pay", kTopicPay},
    {"behind", kTopicBehind},
    {"reference", kTopicReference},
    {"number", kTopicNumber},
    {"adjective", kTopicAdjective},
    {"home_name", kTopicHomeName},
    {"attached", kTopicAttached},
}};

constexpr std::array<std::pair<std::string_view, ClassBits>, 39> kClassNames{{
    {"title", kTitle},
    {"particle", kParticle},
    {"street", kStreet},
    {"filler", kFiller},
    {"unit", kUnit},
    {"role", kRole},
    {"number_suffix", kNumberSuffix},
    {"stop", kStop},
    {"speaking", kSpeaking},
    {"company", kCompany},
    {"building", kBuilding},
    {"star", kStar},
    {"day", kDay},
    {"spelling", kSpelling},
    {"and", kAnd},
    {"times", kTimes},
    {"greeting", kGreeting},
    {"introduces", kIntroduces},
    {"may_introduce", kMayIntroduce},
    {"place_before", kPlaceBefore},
    {"article", kArticle},
    {"lead_in", kLeadIn},
    {"thing", kThing},
    {"famous", kFamous},
    {"sign_off", kSignOff},
    {"works_for", kWorksFor},
    {"weak_title", kWeakTitle},
    {"who", kWho},
    {"is_called", kIsCalled},
    {"i_am", kIAm},
    {"plural", kPlural},
    {"saint", kSaint},
    {"surname_particle", kSurnameParticle},
    {"weak_particle", kWeakParticle},
    {"or", kOr},
    {"weak_street", kWeakStreet},
    {"stays", kStays},
    {"aside", kAside},
    {"plate_word", kPlateWord},
}};

template <class Bits, std::size_t Size>
Bits bit_of(const std::array<std::pair<std::string_view, Bits>, Size>& table, std::string_view name) {
    for (const auto& [known, bit] : table) {
        if (known == name) return bit;
    }
    return 0;
}

// "d'abonné" is d + abonne: words as a Reading cuts them.
std::vector<std::string> cut(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : language::fold(text) + " ") {
        if (c == ' ' || c == '\'' || c == '-' || c == '.') {
            if (!word.empty()) words.push_back(std::exchange(word, {}));
        } else {
            word += c;
        }
    }
    return words;
}

template <class Use>
Status each_line(const fs::path& file, const Use& use) {
    const auto content = read_file(file, 4U << 20);
    if (!content) return fail(content.error());
    std::string_view rest = *content;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!line.empty() && line.front() != '#') use(line);
    }
    return {};
}

Error broken(const fs::path& file, const YAML::Mark& mark, const std::string& reason) {
    const bool known = mark.line >= 0;
    return {ErrorCode::kConfiguration,
            "privacy.words.broken",
            {{"reason", reason}},
            {file.string(), known ? static_cast<std::size_t>(mark.line + 1) : 0,
             known ? static_cast<std::size_t>(mark.column + 1) : 0, ""}};
}

}  // namespace

WordInfo& Words::entry(const std::string& text) { return words_[text]; }

const WordInfo* Words::find(language::WordHash folded) const {
    for (std::size_t at = folded & (slots_.size() - 1); slots_[at].hash != 0; at = (at + 1) & (slots_.size() - 1)) {
        if (slots_[at].hash == folded) return slots_[at].info;
    }
    return nullptr;
}

void Words::index() {
    slots_.assign(std::bit_ceil(2 * words_.size() + 2), {});
    for (const auto& [word, info] : words_) {
        const auto hash = language::hash_of(word);
        std::size_t at = hash & (slots_.size() - 1);
        while (slots_[at].hash != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = {hash, &info};
    }
}

namespace {

bool holds_any(std::string_view text, const std::vector<std::string>& pieces) {
    return std::any_of(pieces.begin(), pieces.end(), [&](const std::string& piece) { return text.find(piece) != std::string_view::npos; });
}

}  // namespace

bool Words::has_host(std::string_view name) const { return holds_any(name, hosts_); }
bool Words::is_public_path(std::string_view path) const { return holds_any(path, public_paths_); }
bool Words::is_personal_path(std::string_view path) const { return holds_any(path, personal_paths_); }

void Words::add_phrase(std::string_view text, std::uint32_t topics, ClassBits classes, char mark) {
    auto words = cut(text);
    if (words.empty()) return;
    auto& first = entry(words.front());
    if (words.size() == 1) {
        first.topics |= topics;
        first.classes |= classes;
        if (mark != 0) first.mark = mark;
        return;
    }
    words.erase(words.begin());
    phrases_.push_back({std::move(words), topics, classes, mark, first.phrases});
    first.phrases = static_cast<int>(phrases_.size()) - 1;
}

Result<Words> Words::load(const fs::path& folder, std::string language) {
    Words words;
    words.language_ = std::move(language);
    const auto file = folder / "words.yaml";
    const auto content = read_file(file, 4U << 20);
    if (!content) return fail(content.error());
    try {
        const YAML::Node root = YAML::Load(*content);
        for (const auto& section : root) {
            const auto name = section.first.as<std::string>();
            for (const auto& row : section.second) {
                if (auto* pieces = name == "hosts" ? &words.hosts_ : name == "public_paths" ? &words.public_paths_ : name == "personal_paths" ? &words.personal_paths_ : nullptr) {
                    pieces->push_back(row.as<std::string>());
                    continue;
                }
                const auto key = row.first.as<std::string>();
                if (name == "topics" || name == "classes") {
                    const std::uint32_t topic = name == "topics" ? bit_of(kTopicNames, key) : 0;
                    const ClassBits word_class = name == "classes" ? bit_of(kClassNames, key) : 0;
                    if (topic == 0 && word_class == 0) return fail(broken(file, row.first.Mark(), key));
                    for (const auto& text : row.second) words.add_phrase(text.as<std::string>(), topic, word_class);
                    continue;
                }
                if (name == "marks") {
                    words.add_phrase(key, 0, 0, row.second.as<std::string>().at(0));
                    continue;
                }
                auto& info = words.entry(language::fold(key));
                if (name == "numbers") {
                    info.number = row.second.as<int>();
                    if (info.number == 100) info.classes |= kHundred;
                    if (info.number == 1000) info.classes |= kThousand;
                } else if (name == "months") {
                    info.month = row.second.as<int>();
                } else if (name == "ordinals") {
                    info.ordinal = row.second.as<int>();
                } else if (name == "alphabet") {
                    info.letter = row.second.as<std::string>().at(0);
                } else if (name == "repeats") {
                    info.repeat = row.second.as<int>();
                    info.classes |= kRepeat;
                } else {
                    return fail(broken(file, section.first.Mark(), name));
                }
            }
        }
    } catch (const YAML::Exception& error) {
        return fail(broken(file, error.mark, error.msg));
    } catch (const std::out_of_range&) {
        return fail(broken(file, YAML::Mark::null_mark(), "\"\""));
    }
    auto weights = NameWeights::load(folder.parent_path() / "people.yaml");
    if (!weights) return fail(std::move(weights.error()));
    words.name_weights_ = *weights;
    const auto mark_all = [&words](ClassBits bit) {
        return [&words, bit](std::string_view line) {
            for (const auto& word : cut(line)) words.entry(word).classes |= bit;
        };
    };
    // Names know no border: both languages' lists count, the other's only where this one has no grammar word ("Les").
    for (const std::string_view list : {"fr", "en"}) {
        const auto names = folder.parent_path() / list / "first_names.txt";
        const bool own = list == words.language_;
        const auto mark_names = [&](std::string_view line) {
            for (const auto& word : cut(line)) {
                auto& info = words.entry(word);
                if (own || (info.classes & (kStop | kUnit | kTitle | kParticle)) == 0) info.classes |= kFirstName;
            }
        };
        if (auto done = each_line(names, mark_names); !done) return fail(done.error());
    }
    if (auto done = each_line(folder / "common.txt", mark_all(kCommon)); !done) return fail(done.error());
    words.index();
    return words;
}

}  // namespace repere::privacy
