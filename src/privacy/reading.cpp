#include "privacy/reading.hpp"

#include <algorithm>

#include "privacy/atoms.hpp"
#include "privacy/numbers.hpp"
#include "privacy/reading_steps.hpp"

namespace repere::privacy {
namespace {

class Builder {
  public:
    Builder(Reading& out, const std::vector<Atom>& atoms) : out_(out), atoms_(atoms), french_(out.french()) {
        infos_.reserve(atoms.size());
        for (const Atom& atom : atoms) {
            infos_.push_back(atom.kind == AtomKind::kLetters ? out.words->find(atom.hash) : nullptr);
        }
        out_.items.reserve(atoms.size());
    }

    void run() {
        for (std::size_t i = 0; i < atoms_.size();) i = take(i);
    }

  private:
    Item& add(std::size_t first, std::size_t last, ItemKind kind) {
        const Atom& a = atoms_[first];
        const Atom& z = atoms_[last];
        Item& item = out_.items.emplace_back();
        item.kind = kind;
        item.mark = a.mark;
        item.capitalised = a.capitalised;
        item.all_capitals = a.all_capitals;
        item.space_before = a.space_before;
        item.line_start = a.line_start;
        item.begin_byte = a.begin_byte;
        item.begin = a.begin;
        item.end_byte = z.end_byte;
        item.end = z.end;
        item.folded = a.folded;
        item.info = infos_[first];
        if (item.info != nullptr) item.classes = item.info->classes;
        if ((a.traits & (language::kCommonWord | language::kFunctionWord)) != 0) item.classes |= kDictionary;
        if ((a.traits & language::kFamilyName) != 0) item.classes |= kFamilyName;
        // Many given names are words too; the dictionary's alone do not decide in lower case.
        if ((a.traits & language::kFirstName) != 0 && (a.capitalised || !item.is(kDictionary | kCommon))) item.classes |= kFirstName;
        return item;
    }

    bool letters(std::size_t i) const { return i < atoms_.size() && atoms_[i].kind == AtomKind::kLetters; }
    // "à" is a word, and so is what follows an apostrophe: "l'a", "it's".
    bool single(std::size_t i) const {
        return letters(i) && atoms_[i].end_byte - atoms_[i].begin_byte == 1 &&
               !(i > 0 && tight(i) && mark(i - 1, '\''));
    }
    bool tight(std::size_t i) const { return i < atoms_.size() && !atoms_[i].space_before; }
    bool mark(std::size_t i, char c) const {
        return i < atoms_.size() && atoms_[i].kind == AtomKind::kMark && atoms_[i].mark == c;
    }
    ClassBits classes(std::size_t i) const {
        return i < atoms_.size() && infos_[i] != nullptr ? infos_[i]->classes : 0;
    }

    std::size_t take(std::size_t i) {
        const Atom& atom = atoms_[i];
        if (atom.kind == AtomKind::kMark) {
            add(i, i, ItemKind::kMark);
            return i + 1;
        }
        if (atom.kind == AtomKind::kDigits) {
            add(i, i, ItemKind::kNumber).value =
                out_.text.substr(atom.begin_byte, atom.end_byte - atom.begin_byte);
            return i + 1;
        }
        const WordInfo* info = infos_[i];
        if (french_ && mark(i + 1, '\'') && tight(i + 1) && atom.folded.size() <= 2 && letters(i + 2) && tight(i + 2) &&
            !atom.capitalised) {
            return take_elided(i);
        }
        if (french_ && mark(i + 1, '\'') && tight(i + 1) && atom.folded.size() <= 2 && info != nullptr &&
            (info->classes & kCommon) != 0 && letters(i + 2)) {
            return take_elided(i);
        }
        if (info != nullptr) {
            if (info->repeat > 1) {
                if (const auto end = take_repeated(i, info->repeat); end > i) return end;
            }
            if (info->number >= 0) {
                if (const auto end = take_numbers(i); end > i) return end;
            }
            if (info->mark != 0) return take_said_mark(i, info->mark);
        }
        if (info == nullptr || info->phrases < 0) {
            if (single(i)) return take_letter(i, 1, i);
            add(i, i, ItemKind::kWord);
            return i + 1;
        }
        Item& item = add(i, i, ItemKind::kWord);
        for (int p = info->phrases; p >= 0; p = out_.words->phrase(p).next) {  // "at sign", "tiret du bas"
            const Phrase& phrase = out_.words->phrase(p);
            if (phrase.mark == 0 || !follows(i, phrase)) continue;
            item.kind = ItemKind::kMark;
            item.mark = phrase.mark;
            item.said = true;
            return widen(i + phrase.rest.size());
        }
        if (single(i)) {
            out_.items.pop_back();
            return take_letter(i, 1, i);
        }
        return i + 1;
    }

    bool follows(std::size_t i, const Phrase& phrase) const {
        for (std::size_t k = 0; k < phrase.rest.size(); ++k) {
            if (!letters(i + k + 1) || atoms_[i + k + 1].folded != phrase.rest[k]) return false;
        }
        return true;
    }

    // Makes the last item reach to the end of atom `last`.
    std::size_t widen(std::size_t last) {
        out_.items.back().end_byte = atoms_[last].end_byte;
        out_.items.back().end = atoms_[last].end;
        return last + 1;
    }

    std::size_t take_elided(std::size_t i) {
        add(i, i + 1, ItemKind::kWord).elided = true;
        return i + 2;
    }

    std::size_t take_said_mark(std::size_t i, char said) {
        const auto at = out_.items.size();
        add(i, i, ItemKind::kMark).said = true;
        out_.items[at].mark = said;
        if (infos_[i]->phrases < 0) return i + 1;
        for (int p = infos_[i]->phrases; p >= 0; p = out_.words->phrase(p).next) {
            const Phrase& phrase = out_.words->phrase(p);
            if (phrase.mark == 0 || !follows(i, phrase)) continue;
            out_.items[at].mark = phrase.mark;
            return widen(i + phrase.rest.size());
        }
        return i + 1;
    }

    // "double zéro", "triple eight", "double d"; "double v" is the letter w.
    std::size_t take_repeated(std::size_t i, int times) {
        const std::size_t j = i + 1;
        if (!letters(j) && (j >= atoms_.size() || atoms_[j].kind != AtomKind::kDigits)) return i;
        if (letters(j) && infos_[j] != nullptr && infos_[j]->number >= 0 && infos_[j]->number < 10) {
            Item& item = add(i, j, ItemKind::kNumber);
            item.said = true;
            item.value.assign(static_cast<std::size_t>(times), static_cast<char>('0' + infos_[j]->number));
            return j + 1;
        }
        if (atoms_[j].kind == AtomKind::kDigits && atoms_[j].end_byte - atoms_[j].begin_byte == 1) {
            add(i, j, ItemKind::kNumber).value.assign(static_cast<std::size_t>(times), out_.text[atoms_[j].begin_byte]);
            return j + 1;
        }
        if (!single(j)) return i;
        const char letter = atoms_[j].folded.front();
        if (french_ && times == 2 && letter == 'v') {
            add(i, j, ItemKind::kLetter).value = "w";
            return j + 1;
        }
        return take_letter(i, times, j);
    }

    std::size_t take_letter(std::size_t first, int times, std::size_t at) {
        Item& item = add(first, at, ItemKind::kLetter);
        item.value.assign(static_cast<std::size_t>(times), atoms_[at].folded.front());
        // "B comme Bernard": only where the word begins so.
        if ((classes(at + 1) & kSpelling) != 0) {
            std::size_t word = at + 2;
            if (letters(word) && atoms_[word].folded == "in") ++word;
            if (letters(word) && atoms_[word].folded.size() > 1 &&
                atoms_[word].folded.front() == atoms_[at].folded.front()) {
                item.said = true;
                return widen(word);
            }
        }
        return at + 1;
    }

    // A row of number words, as many numbers as it says.
    std::size_t take_numbers(std::size_t i) {
        run_.clear();
        places_.clear();
        std::size_t j = i;
        bool hyphen = false;
        while (j < atoms_.size() && run_.size() < 4096) {
            if (letters(j) && infos_[j] != nullptr && (infos_[j]->number >= 0 || (infos_[j]->classes & kAnd) != 0)) {
                run_.push_back({infos_[j], (infos_[j]->classes & kAnd) != 0, hyphen});
                places_.push_back(j);
                hyphen = false;
                ++j;
            } else if (mark(j, '-') && tight(j) && tight(j + 1) && !hyphen) {
                hyphen = true;
                ++j;
            } else {
                break;
            }
        }
        std::size_t end = i;
        for (std::size_t k = 0; k < run_.size();) {
            auto number = spoken_number(run_, k, french_);
            if (!number) break;
            // "zéro huit mille neuf cent …": the month 08, then a year.
            if (k > 0 && end > i && out_.items.back().value == "0" && run_[k].info->number < 10 && number->value >= 1000) {
                number = SpokenNumber{1, run_[k].info->number};
            }
            Item& item = add(places_[k], places_[k + number->taken - 1], ItemKind::kNumber);
            item.said = true;
            item.value = std::to_string(number->value);
            k += number->taken;
            end = places_[k - 1] + 1;
        }
        return multiply(end);
    }

    // "quatre fois deux" is 2222. Looks back at the number just read.
    std::size_t multiply(std::size_t end) {
        if ((classes(end) & kTimes) == 0 || out_.items.empty()) return end;
        const std::string& count = out_.items.back().value;
        if (count.size() != 1 || count[0] < '2' || count[0] > '5') return end;
        std::size_t j = end + 1;
        if (letters(j) && atoms_[j].folded == "le") ++j;
        if (!letters(j) || infos_[j] == nullptr || infos_[j]->number < 0 || infos_[j]->number > 9) return end;
        out_.items.back().value.assign(static_cast<std::size_t>(count[0] - '0'),
                                       static_cast<char>('0' + infos_[j]->number));
        return widen(j);
    }

    Reading& out_;
    const std::vector<Atom>& atoms_;
    std::vector<const WordInfo*> infos_;
    std::vector<NumberWord> run_;
    std::vector<std::size_t> places_;
    bool french_;
};

}  // namespace

std::size_t Reading::distance(std::size_t i, std::uint32_t wanted, std::size_t limit) const {
    if (((topics | expected) & wanted) == 0) return kNone;
    std::size_t steps = 0;
    for (std::size_t k = i; k > 0; --k) {
        const Item& item = items[k - 1];
        if (items[k].line_start || (item.kind == ItemKind::kMark && !item.said && item.mark == '.' &&
                                    items[k].space_before && !items[k].number())) {
            steps += 2;
        }
        if (item.kind != ItemKind::kMark || item.said) ++steps;
        if (steps > limit) return (expected & wanted) != 0 && i < 48 ? std::max<std::size_t>(8, limit) : kNone;
        if ((item.topics & wanted) != 0) return steps;
    }
    return (expected & wanted) != 0 ? std::min<std::size_t>(steps + 4, 8) : kNone;
}

std::uint32_t Reading::after(std::size_t i, std::size_t reach) const {
    std::uint32_t found = 0;
    for (std::size_t k = i + 1; k < items.size() && k <= i + reach && !items[k].line_start; ++k) found |= items[k].topics;
    return found;
}

void read(const Turn& turn, const language::Text* tokens, Channel channel, const Words& words, std::vector<Atom>& atoms, Reading& out) {
    out.text = turn.text;
    out.channel = channel;
    out.speaker = turn.speaker;
    out.words = &words;
    atoms.clear();
    cut_atoms(turn.text, tokens, out.store, atoms);
    Builder(out, atoms).run();
    mark_phrases(out);
    mark_quantities(out);
    link_dictation(out);
}

}  // namespace repere::privacy
