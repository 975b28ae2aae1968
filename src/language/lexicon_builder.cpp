#include "language/lexicon_builder.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/files.hpp"
#include "language/hunspell.hpp"
#include "language/lexicon_table.hpp"

namespace repere::language {
namespace {

// Which lemma comes first where a form has several: as people say things, not as a dictionary lists them.
enum Rank : std::uint8_t { kListed, kAuxiliary, kGrammatical, kVerb, kOther, kName };

struct Candidate {
    std::string lemma;  // folded
    Rank rank = kOther;
    bool operator<(const Candidate& o) const {
        return rank != o.rank ? rank < o.rank : lemma.size() != o.lemma.size() ? lemma.size() < o.lemma.size()
                                                                               : lemma < o.lemma;
    }
};

struct Form {
    std::vector<Candidate> candidates;
    std::uint32_t flags = 0;
};

struct List {
    std::string_view file;
    std::uint32_t flags;
};

// One word a line; those with hyphens or apostrophes are compounds wherever they are listed, clitics aside.
constexpr List kLists[] = {
    {"fillers.txt", kFillerWord},       {"compounds.txt", kCompound},         {"numbers.txt", kNumberWord},
    {"clitics.txt", kClitic},           {"abbreviations.txt", kAbbreviation}, {"function_words.txt", kFunctionWord},
    {"familiar.txt", kFamiliar},        {"tutoiement.txt", kTutoiement},      {"vouvoiement.txt", kVouvoiement},
};

constexpr std::string_view kInflection = "DGSMT";  // English suffixes that make a form of the same word, not a new one

bool has_field(std::string_view fields, std::string_view field) { return fields.find(field) != std::string_view::npos; }

// What English joins to a word by an apostrophe: "don't", "we're".
bool is_contraction(std::string_view ending) {
    constexpr std::string_view kEndings[] = {"t", "m", "re", "ve", "ll", "d", "s"};
    return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
}

class Builder {
  public:
    explicit Builder(const LexiconSources& sources) : sources_(sources), french_(sources.language == "fr") {}

    Result<LexiconSize> run() {
        if (auto read = read_lists(); !read) return fail(read.error());
        const auto visit = [this](const HunspellForm& form) { french_ ? add_french(form) : add_english(form); };
        if (auto read = expand_hunspell(sources_.dictionary, sources_.affixes, visit); !read) return fail(read.error());
        if (!french_) join_doubled_consonants();
        auto read = each_line("left_out.txt", [this](const std::vector<std::string>& words) {
            for (const auto& word : words) forms_.erase(word);
        });
        if (!read) return fail(read.error());
        return write();
    }

  private:
    Form& at(const std::string& folded) { return forms_[folded]; }

    void spell(std::string_view written) { spellings_.insert(hash_of(spelled_form(written))); }

    static void offer(Form& form, std::string lemma, Rank rank) {
        for (auto& candidate : form.candidates) {
            if (candidate.lemma == lemma) {
                candidate.rank = std::min(candidate.rank, rank);
                return;
            }
        }
        form.candidates.push_back({std::move(lemma), rank});
    }

    template <class Visit>
    Status each_line(std::string_view name, Visit visit) {
        const auto text = read_file(sources_.lists / name);
        if (!text) return fail(text.error());
        std::size_t begin = 0;
        while (begin < text->size()) {
            const auto end = std::min(text->find('\n', begin), text->size());
            auto line = std::string_view(*text).substr(begin, end - begin);
            begin = end + 1;
            line = line.substr(0, line.find('#'));
            std::vector<std::string> words;
            for (std::size_t i = 0; i < line.size();) {
                const auto from = line.find_first_not_of(" \t\r", i);
                if (from == std::string_view::npos) break;
                i = std::min(line.find_first_of(" \t\r", from), line.size());
                words.push_back(fold(line.substr(from, i - from)));
                spell(line.substr(from, i - from));
            }
            if (!words.empty()) visit(words);
        }
        return {};
    }

    Status read_lists() {
        for (const List& list : kLists) {
            auto read = each_line(list.file, [&](const std::vector<std::string>& words) {
                for (const auto& word : words) {
                    Form& form = at(word);
                    form.flags |= list.flags;
                    if (list.flags == kClitic) {
                        offer(at("-" + word), word, kListed);
                        at("-" + word).flags |= kClitic;
                    }
                }
            });
            if (!read) return read;
        }
        // Elisions and irregular forms: the lemma, then its forms.
        auto read = each_line("elisions.txt", [&](const std::vector<std::string>& words) {
            for (std::size_t i = 1; i < words.size(); ++i) {
                offer(at(words[i]), words[0], kListed);
                at(words[i]).flags |= kElision;
            }
        });
        if (!read) return read;
        return each_line("irregular.txt", [&](const std::vector<std::string>& words) {
            for (const auto& word : words) {
                offer(at(word), words[0], kListed);
                if (french_) at(word).flags |= kVerbForm;
                listed_.insert(word);
            }
        });
    }

    void add_french(const HunspellForm& h) {
        if (has_field(h.fields, "po:err") || has_field(h.fields, "po:pfx")) return;
        const std::string folded = fold(h.form);
        if (folded.find(' ') != std::string::npos || (folded.size() == 1 && !has_field(h.fields, "po:mg") &&
                                                      !has_field(h.fields, "po:v"))) {
            return;
        }
        spell(h.form);
        Form& form = at(folded);
        Rank rank = kOther;
        if (has_field(h.fields, "po:v0")) {
            rank = kAuxiliary;
        } else if (has_field(h.fields, "po:mg")) {
            rank = kGrammatical;
        } else if (has_field(h.fields, "po:v")) {
            rank = kVerb;
        } else if (has_field(h.fields, "po:prn") || has_field(h.fields, "po:patr") || has_field(h.fields, "po:npr")) {
            rank = kName;
        }
        if (has_field(h.fields, "po:prn")) form.flags |= kFirstName;
        if (has_field(h.fields, "po:patr")) form.flags |= kFamilyName;
        if (has_field(h.fields, "po:npr")) form.flags |= kPlaceName;
        if (rank != kName) form.flags |= kCommonWord;
        if (rank == kVerb || rank == kAuxiliary) form.flags |= kVerbForm;
        offer(form, fold(h.stem), rank);
    }

    void add_english(const HunspellForm& h) {
        spell(h.form);
        const std::string folded = fold(h.form);
        if (folded.find('\'') != std::string::npos) {
            if (h.affix.empty()) offer(at(folded), folded, kOther);
            return;
        }
        const bool name = h.stem[0] >= 'A' && h.stem[0] <= 'Z';
        const bool inflected = !h.affix.empty() && kInflection.find(h.affix[0]) != std::string_view::npos;
        std::string lemma = inflected ? fold(h.stem) : folded;
        // Plurals of derived nouns: cancellations, callers, bookings.
        if (h.affix == "X" || h.affix == "Z" || h.affix == "J") lemma.pop_back();
        Form& form = at(folded);
        if (!name) form.flags |= kCommonWord;
        // A form listed as irregular or grammatical is that, whatever else could be built ("his" is no greeting twice).
        if (listed_.contains(folded)) return;
        if (inflected && form.flags & kFunctionWord) lemma = folded;
        offer(form, std::move(lemma), name ? kName : inflected ? kVerb : kOther);
        if (h.affix.empty() && !name) bases_.insert(folded);
        if ((h.affix == "D" || h.affix == "G") && !name) add_british(fold(h.stem), h.affix == "D" ? "led" : "ling");
    }

    // "cancelled", "travelling", where the American dictionary has one l.
    void add_british(const std::string& base, std::string_view ending) {
        if (base.size() < 4 || base.back() != 'l' || std::string_view("aeo").find(base[base.size() - 2]) == std::string_view::npos ||
            std::string_view("aeiou").find(base[base.size() - 3]) != std::string_view::npos) {
            return;
        }
        spell(base + std::string(ending));
        Form& form = at(base + std::string(ending));
        form.flags |= kCommonWord;
        offer(form, base, kVerb);
    }

    // en_US lists "stopped" and "cancelling" as words of their own.
    void join_doubled_consonants() {
        for (auto& [text, form] : forms_) {
            for (const std::string_view ending : {"ed", "ing"}) {
                if (text.size() < ending.size() + 4 || !text.ends_with(ending)) continue;
                const auto stem = std::string_view(text).substr(0, text.size() - ending.size());
                if (stem[stem.size() - 1] != stem[stem.size() - 2]) continue;
                std::string base(stem.substr(0, stem.size() - 1));
                if (bases_.contains(base)) offer(form, std::move(base), kVerb);
            }
        }
    }

    bool stays_whole(const std::string& text, const Form& form) const {
        if (form.flags & kElision) return false;
        if (const auto quote = text.find('\''); quote != std::string::npos) {
            const auto head = forms_.find(text.substr(0, quote + 1));
            if (head != forms_.end() && head->second.flags & kElision) return false;
            if (!french_ && is_contraction(std::string_view(text).substr(text.rfind('\'') + 1))) return false;
        }
        bool numbers = true;
        std::string part;
        for (std::size_t i = 0; i <= text.size(); ++i) {
            if (i < text.size() && text[i] != '-') {
                part += text[i];
                continue;
            }
            const auto known = forms_.find(part);
            if (i == text.size() && known != forms_.end() && known->second.flags & kClitic && part != "la") return false;
            numbers = numbers && known != forms_.end() && known->second.flags & kNumberWord;
            part.clear();
        }
        return !numbers;
    }

    void mark_compounds() {
        for (auto& [text, form] : forms_) {
            if (text.find_first_of("-'") == std::string::npos || form.flags & kCompound || text[0] == '-') continue;
            if (stays_whole(text, form)) form.flags |= kCompound;
        }
    }

    LexiconEntry entry_of(const std::string& text, Form& form) {
        if (form.candidates.empty()) offer(form, text, kListed);
        std::sort(form.candidates.begin(), form.candidates.end());
        LexiconEntry entry{.lemmas = {}, .flags = form.flags};
        for (std::size_t i = 0; i < std::min<std::size_t>(3, form.candidates.size()); ++i) {
            entry.lemmas[i] = hash_of(form.candidates[i].lemma);
        }
        return entry;
    }

    std::vector<std::uint32_t> spelling_table() const {
        std::vector<std::uint32_t> table(spellings_.size() + spellings_.size() / 2 + 16);
        const auto count = static_cast<std::uint32_t>(table.size());
        for (const WordHash spelling : spellings_) {
            std::uint32_t slot = slot_of(spelling, count);
            while (table[slot] != 0) slot = slot + 1 == count ? 0 : slot + 1;
            table[slot] = spelling_tag(spelling);
        }
        return table;
    }

    Result<LexiconSize> write() {
        mark_compounds();
        LexiconHeader header;
        header.form_count = static_cast<std::uint32_t>(forms_.size());
        header.slot_count = header.form_count + header.form_count / 2 + 16;
        std::vector<LexiconEntry> entries;
        std::vector<LexiconSlot> slots(header.slot_count);
        std::map<std::pair<std::array<WordHash, 3>, std::uint32_t>, std::uint32_t> numbers;
        for (auto& [text, form] : forms_) {
            const LexiconEntry entry = entry_of(text, form);
            const auto [number, is_new] =
                numbers.try_emplace({entry.lemmas, entry.flags}, static_cast<std::uint32_t>(entries.size() + 1));
            if (is_new) entries.push_back(entry);
            const WordHash hash = hash_of(text);
            std::uint32_t slot = slot_of(hash, header.slot_count);
            std::uint32_t probe = 0;
            for (; slots[slot].entry != 0; ++probe) {
                if (++slot == header.slot_count) slot = 0;
            }
            slots[slot] = {.tag = static_cast<std::uint32_t>(hash), .entry = number->second};
            header.longest_probe = std::max(header.longest_probe, probe);
        }
        header.entry_count = static_cast<std::uint32_t>(entries.size());
        const auto bytes_of = [](const auto& items) {
            return std::string_view(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(items[0]));
        };
        const auto spellings = spelling_table();
        header.spelling_count = static_cast<std::uint32_t>(spellings.size());
        header.file_bytes = sizeof header + bytes_of(entries).size() + bytes_of(slots).size() + bytes_of(spellings).size();
        std::string file(reinterpret_cast<const char*>(&header), sizeof header);
        file.append(bytes_of(entries)).append(bytes_of(slots)).append(bytes_of(spellings));
        if (auto written = write_file(sources_.output, file); !written) return fail(written.error());
        return LexiconSize{.forms = forms_.size(), .entries = entries.size(), .longest_probe = header.longest_probe};
    }

    const LexiconSources& sources_;
    bool french_;
    std::map<std::string, Form> forms_;  // ordered, so that one input gives one file, byte for byte
    std::set<WordHash> spellings_;  // ordered, for the same reason
    std::unordered_set<std::string> bases_;
    std::unordered_set<std::string> listed_;
};

}  // namespace

Result<LexiconSize> build_lexicon(const LexiconSources& sources) { return Builder(sources).run(); }

}  // namespace repere::language
