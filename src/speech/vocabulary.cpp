#include "speech/vocabulary.hpp"

#include <algorithm>

namespace repere::speech {
namespace {

template <class F>
void for_each_line(std::string_view text, F&& each) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        each(line);
        text.remove_prefix(std::min(text.size(), end + 1));
    }
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// A word of the text, perhaps with a hyphen or an apostrophe in it, as words of the dictionary.
void split(const std::string& word, bool french, const PronouncingDictionary& dictionary, std::vector<std::string>& out) {
    if (word.empty() || word == "-" || word == "'") return;
    if (dictionary.knows(word)) {
        out.push_back(word);
        return;
    }
    if (french) {
        if (const std::size_t mark = word.find('\''); mark != std::string::npos && mark + 1 < word.size()) {
            split(word.substr(0, mark + 1), french, dictionary, out);
            split(word.substr(mark + 1), french, dictionary, out);
            return;
        }
        // "dites-moi" is "dites" and the clitic "-moi" where the dictionary has one.
        if (const std::size_t dash = word.rfind('-'); dash != std::string::npos && dash > 0 && dictionary.knows(word.substr(dash))) {
            split(word.substr(0, dash), french, dictionary, out);
            out.push_back(word.substr(dash));
            return;
        }
    }
    if (const std::size_t dash = word.find('-'); dash != std::string::npos) {
        split(word.substr(0, dash), french, dictionary, out);
        split(word.substr(dash + 1), french, dictionary, out);
        return;
    }
    out.push_back(word);
}

}  // namespace

std::string lower_spoken(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const std::string_view two = text.substr(i, 2);
        if (c < 0x80) {
            out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
            ++i;
        } else if (text.substr(i, 3) == "’") {
            out += '\'';
            i += 3;
        } else if (two == "œ" || two == "Œ") {
            out += "oe";
            i += 2;
        } else if (two == "æ" || two == "Æ") {
            out += "ae";
            i += 2;
        } else if (c == 0xc3 && two.size() == 2) {  // U+00C0 … U+00FF: capitals are 32 before
            const auto second = static_cast<unsigned char>(two[1]);
            out += '\xc3';
            out += static_cast<char>(second >= 0x80 && second <= 0x9e && second != 0x97 ? second + 32 : second);
            i += 2;
        } else if (two == "\u00a0") {
            out += ' ';
            i += 2;
        } else if (text.substr(i, 3) == "\u202f" || text.substr(i, 3) == "…" || text.substr(i, 3) == "—" ||
                   text.substr(i, 3) == "–" || text.substr(i, 3) == "“" || text.substr(i, 3) == "”") {
            out += ' ';
            i += 3;
        } else if (two == "«" || two == "»") {
            out += ' ';
            i += 2;
        } else {
            out += static_cast<char>(c);
            ++i;
        }
    }
    return out;
}

void PronouncingDictionary::read(std::string_view text) {
    for_each_line(text, [&](std::string_view line) {
        const std::size_t space = line.find_first_of(" \t");
        if (line.empty() || line.starts_with(";;") || line.starts_with("#") || space == std::string_view::npos || space == 0) return;
        std::string_view word = line.substr(0, space);
        if (word.ends_with(')')) word = word.substr(0, std::max<std::size_t>(1, std::min(word.rfind('('), word.size())));
        std::vector<std::string>& all = words_[std::string(word)];
        if (all.size() < kMaxPronunciations) all.emplace_back(trimmed(line.substr(space)));
    });
}

void PronouncingDictionary::add(const std::string& word, std::vector<std::string> pronunciations) {
    if (pronunciations.size() > kMaxPronunciations) pronunciations.resize(kMaxPronunciations);
    if (!pronunciations.empty()) words_[word] = std::move(pronunciations);
}

const std::vector<std::string>* PronouncingDictionary::find(const std::string& word) const {
    const auto at = words_.find(word);
    return at == words_.end() ? nullptr : &at->second;
}

std::string PronouncingDictionary::text(const std::vector<std::string>& words) const {
    std::string out;
    for (const std::string& word : words) {
        const auto* all = find(word);
        if (!all) continue;
        for (std::size_t i = 0; i < all->size(); ++i) {
            out += word;
            if (i > 0) out += '(' + std::to_string(i + 1) + ')';
            out += ' ' + (*all)[i] + '\n';
        }
    }
    return out;
}

std::vector<std::string> spoken_words(std::string_view line, std::string_view language, const PronouncingDictionary& dictionary) {
    if (line.find_first_of("0123456789@/$%_&+=<>[]{}") != std::string_view::npos) return {};
    if (line.find("€") != std::string_view::npos || line.find('\xf0') != std::string_view::npos) return {};  // and emoji
    const std::string text = lower_spoken(line);
    std::vector<std::string> out;
    std::string word;
    const auto flush = [&] {
        while (word.ends_with('-')) word.pop_back();
        while (word.starts_with('-')) word.erase(0, 1);
        split(word, language == "fr", dictionary, out);
        word.clear();
    };
    for (const char c : text) {
        if (std::string_view(" \t.,;:!?\"()*#").find(c) != std::string_view::npos) {
            flush();
        } else {
            word += c;
        }
    }
    flush();
    return out;
}

PhoneMap::PhoneMap(std::string_view text) {
    for_each_line(text, [&](std::string_view line) {
        line = trimmed(line.substr(0, line.find('#')));
        const std::size_t space = line.find_first_of(" \t");
        if (space == std::string_view::npos) return;
        std::vector<std::string> choices;
        std::string_view rest = line.substr(space);
        for (bool more = true; more;) {
            const std::size_t bar = rest.find('|');
            const std::string_view choice = trimmed(rest.substr(0, bar));
            choices.emplace_back(choice == "-" ? std::string_view() : choice);
            more = bar != std::string_view::npos;
            if (more) rest.remove_prefix(bar + 1);
        }
        signs_.emplace_back(line.substr(0, space), std::move(choices));
    });
    std::stable_sort(signs_.begin(), signs_.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

std::vector<std::string> PhoneMap::pronunciations(std::string_view ipa) const {
    std::vector<const std::vector<std::string>*> row;
    while (!ipa.empty()) {
        if (ipa.front() == '(') {  // "(en)": espeak-ng changes voice
            const std::size_t close = ipa.find(')');
            ipa.remove_prefix(close == std::string_view::npos ? ipa.size() : close + 1);
            continue;
        }
        const auto sign = std::find_if(signs_.begin(), signs_.end(), [&](const auto& s) { return ipa.starts_with(s.first); });
        if (sign != signs_.end()) {
            row.push_back(&sign->second);
            ipa.remove_prefix(sign->first.size());
        } else if (ipa.front() == ' ' || ipa.front() == '_') {
            ipa.remove_prefix(1);
        } else {
            return {};
        }
    }
    std::vector<std::string> out;
    const auto say = [&](std::size_t changed) {
        std::string phones;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string& phone = i == changed ? (*row[i])[1] : (*row[i])[0];
            if (phone.empty()) continue;
            if (!phones.empty()) phones += ' ';
            phones += phone;
        }
        if (!phones.empty() && std::find(out.begin(), out.end(), phones) == out.end()) out.push_back(phones);
    };
    say(row.size());
    // Doubt is greatest at the end of a word, where French voices most often differ.
    for (std::size_t i = row.size(); i-- > 0 && out.size() < kMaxPronunciations;) {
        if (row[i]->size() > 1) say(i);
    }
    return out;
}

}  // namespace repere::speech
