#include "core/utf8.hpp"

#include <algorithm>

namespace repere::utf8 {
namespace {

constexpr unsigned char byte(char c) { return static_cast<unsigned char>(c); }
constexpr bool is_continuation(char c) { return (byte(c) & 0xC0) == 0x80; }

// Length of the well-formed sequence at `i`, or 0.
std::size_t sequence_length(std::string_view s, std::size_t i) {
    const unsigned char lead = byte(s[i]);
    if (lead < 0x80) return 1;
    const auto continues = [&](std::size_t n) {
        if (i + n >= s.size()) return false;
        for (std::size_t k = 1; k <= n; ++k) {
            if (!is_continuation(s[i + k])) return false;
        }
        return true;
    };
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF && continues(2)) {
        const unsigned char second = byte(s[i + 1]);
        const bool overlong = lead == 0xE0 && second < 0xA0;
        const bool surrogate = lead == 0xED && second > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4 && continues(3)) {
        const unsigned char second = byte(s[i + 1]);
        const bool outside = (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
        return outside ? 0 : 4;
    }
    return 0;
}

}  // namespace

std::optional<std::size_t> find_invalid(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t n = sequence_length(text, i);
        if (n == 0) return i;
        i += n;
    }
    return std::nullopt;
}

std::string repaired(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t n = sequence_length(text, i);
        if (n == 0) {
            append(out, 0xFFFD);
            ++i;
        } else {
            out.append(text.substr(i, n));
            i += n;
        }
    }
    return out;
}

std::size_t length(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::string_view substring(std::string_view text, std::size_t begin, std::size_t end) {
    std::size_t count = 0;
    std::size_t from = text.size();
    std::size_t to = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_continuation(text[i])) continue;
        if (count == begin) from = i;
        if (count == end) {
            to = i;
            break;
        }
        ++count;
    }
    return from >= to ? std::string_view{} : text.substr(from, to - from);
}

Offsets::Offsets(std::string_view text) : bytes_(text.size()) {
    ascii_ = std::all_of(text.begin(), text.end(), [](char c) { return byte(c) < 0x80; });
    if (ascii_) return;
    starts_.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_continuation(text[i])) starts_.push_back(i);
    }
}

std::size_t Offsets::to_code_points(std::size_t b) const {
    if (ascii_) return std::min(b, bytes_);
    return static_cast<std::size_t>(std::lower_bound(starts_.begin(), starts_.end(), b) - starts_.begin());
}

std::size_t Offsets::to_bytes(std::size_t code_point) const {
    if (ascii_) return std::min(code_point, bytes_);
    return code_point < starts_.size() ? starts_[code_point] : bytes_;
}

void append(std::string& out, char32_t c) {
    const auto put = [&](char32_t v) { out += static_cast<char>(static_cast<unsigned char>(v)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

}  // namespace repere::utf8
