#include "privacy/atoms.hpp"

#include <algorithm>

namespace repere::privacy {
namespace {

struct CodePoint {
    char32_t value = 0;
    std::uint32_t bytes = 1;
};

CodePoint decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const unsigned lead = byte(0);
    CodePoint point;
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xE0) point = {((lead & 0x1FU) << 6) | (byte(1) & 0x3FU), 2};
    else if (lead < 0xF0) point = {((lead & 0x0FU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU), 3};
    else point = {((lead & 7U) << 18) | ((byte(1) & 0x3FU) << 12) | ((byte(2) & 0x3FU) << 6) | (byte(3) & 0x3FU), 4};
    point.bytes = std::min<std::uint32_t>(point.bytes, static_cast<std::uint32_t>(text.size() - at));
    return point;
}

bool is_space(char32_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xA0 || c == 0x202F || c == 0x2009 || c == 0x200B;
}

bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0x250) return c >= 0xC0 && c != 0xD7 && c != 0xF7;
    return (c >= 0x300 && c < 0x2000) || (c >= 0x2C00 && c < 0xE000);
}

// Latin capitals of Latin-1 and Latin Extended-A, enough for the names of Europe.
bool is_capital(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    if (c < 0x100) return c >= 0xC0 && c <= 0xDE;
    return c < 0x180 && (c & 1U) == (c >= 0x139 && c <= 0x148 ? 1U : 0U);
}

char plain_mark(char32_t c) {
    if (c < 0x80) return static_cast<char>(c);
    switch (c) {
        case 0x2019: case 0x2018: case 0x2BC: return '\'';
        case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212: return '-';
        case 0x2026: case 0xB7: return '.';
        case 0x2022: case 0x25CF: case 0xD7: return '*';
        case 0x20AC: case 0xA3: return '$';
        default: return '?';
    }
}

std::string_view folded_form(std::string_view letters, bool ascii, std::forward_list<std::string>& store) {
    if (!ascii) return store.emplace_front(language::fold(letters));
    std::string& lower = store.emplace_front(letters);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return lower;
}

}  // namespace

void cut_atoms(std::string_view text, const language::Text* tokens, std::forward_list<std::string>& store,
               std::vector<Atom>& out) {
    std::uint32_t place = 0;
    std::size_t token = 0;
    bool space = true;
    bool line = true;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            space = true;
            ++at;
            ++place;
            continue;
        }
        auto point = decode(text, at);
        if (is_space(point.value)) {
            space = true;
            line = line || point.value == '\n';
            at += point.bytes;
            ++place;
            continue;
        }
        Atom atom;
        atom.space_before = space;
        atom.line_start = line;
        atom.begin_byte = static_cast<std::uint32_t>(at);
        atom.begin = place;
        space = line = false;
        if (point.value >= '0' && point.value <= '9') {
            atom.kind = AtomKind::kDigits;
            while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
                ++at;
                ++place;
            }
        } else if (is_letter(point.value)) {
            atom.kind = AtomKind::kLetters;
            atom.capitalised = is_capital(point.value);
            bool ascii = true;
            bool all = true;
            while (at < text.size()) {
                if (const char c = text[at]; (c >= 'a' && c <= 'z')) {
                    all = false;
                    ++at;
                } else if (c >= 'A' && c <= 'Z') {
                    ++at;
                } else {
                    point = decode(text, at);
                    if (!is_letter(point.value)) break;
                    ascii = false;
                    all = all && is_capital(point.value);
                    at += point.bytes;
                }
                ++place;
            }
            atom.all_capitals = all && place - atom.begin > 1;
            if (tokens != nullptr) {
                while (token < tokens->tokens.size() && tokens->tokens[token].begin_byte < atom.begin_byte) ++token;
            }
            if (tokens != nullptr && token < tokens->tokens.size() &&
                tokens->tokens[token].begin_byte == atom.begin_byte && tokens->tokens[token].end_byte == at) {
                atom.folded = tokens->folded_form(tokens->tokens[token]);
                atom.hash = tokens->tokens[token].form;
                atom.traits = tokens->tokens[token].traits;
            } else {
                atom.folded = folded_form(text.substr(atom.begin_byte, at - atom.begin_byte), ascii, store);
                atom.hash = language::hash_of(atom.folded);
            }
        } else {
            atom.mark = plain_mark(point.value);
            at += point.bytes;
            ++place;
        }
        atom.end_byte = static_cast<std::uint32_t>(at);
        atom.end = place;
        out.push_back(atom);
    }
}

}  // namespace repere::privacy
