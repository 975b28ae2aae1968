#include "intake/encoding.hpp"

#include <array>

#include "core/utf8.hpp"

namespace repere::intake {
namespace {

// 0x80 … 0x9F of Windows-1252; the rest is Latin-1. Unassigned bytes become U+FFFD.
constexpr std::array<char16_t, 32> kWindows{0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                            0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

std::string from_windows(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        utf8::append(text, byte >= 0x80 && byte < 0xA0 ? kWindows[byte - 0x80U] : char32_t{byte});
    }
    return text;
}

std::string from_utf16(std::string_view bytes, bool is_little) {
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]);
        const auto b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(is_little ? a | (b << 8) : b | (a << 8));
    };
    std::string text;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
            const char32_t low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        utf8::append(text, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }
    return text;
}

}  // namespace

Decoded decode(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE")) return {from_utf16(bytes.substr(2), true), "UTF-16"};
    if (bytes.starts_with("\xFE\xFF")) return {from_utf16(bytes.substr(2), false), "UTF-16"};
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (!utf8::find_invalid(bytes)) return {std::string(bytes), "UTF-8"};
    return {from_windows(bytes), "Windows-1252"};
}

std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    const auto space = [&] {
        if (!out.empty() && out.back() != ' ') out += ' ';
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if (c <= ' ') {
            space();
        } else if (c == 0xC2 && next == 0xA0) {  // no-break space
            space();
            ++i;
        } else if (c == 0xE2 && text.substr(i).starts_with("\xE2\x80\xAF")) {  // narrow no-break space
            space();
            i += 2;
        } else if (c == 0xE2 && text.substr(i).starts_with("\xE2\x80\x99")) {  // typographic apostrophe
            out += '\'';
            i += 2;
        } else if (c == 0xC3 && next >= 0x80 && next <= 0x9E && next != 0x97) {  // À … Þ
            out += static_cast<char>(c);
            out += static_cast<char>(next + 0x20);
            ++i;
        } else {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : static_cast<char>(c);
        }
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpaces = " \t\r\n\v\f";
    const auto begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

}  // namespace repere::intake
