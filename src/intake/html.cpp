#include "intake/html.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/utf8.hpp"
#include "intake/encoding.hpp"

namespace repere::intake {
namespace {

// HTML 4's names for U+00A0 … U+00FF, in that order.
constexpr std::array<std::string_view, 96> kLatin{
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",   "ordf",   "laquo",
    "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",  "para",   "middot",
    "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",
    "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute",
    "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

struct Entity {
    std::string_view name;
    char32_t code_point;
};

constexpr std::array kEntities{
    Entity{"amp", '&'},       Entity{"lt", '<'},        Entity{"gt", '>'},        Entity{"quot", '"'},
    Entity{"apos", '\''},     Entity{"euro", 0x20AC},   Entity{"hellip", 0x2026}, Entity{"ndash", 0x2013},
    Entity{"mdash", 0x2014},  Entity{"lsquo", 0x2018},  Entity{"rsquo", 0x2019},  Entity{"sbquo", 0x201A},
    Entity{"ldquo", 0x201C},  Entity{"rdquo", 0x201D},  Entity{"bdquo", 0x201E},  Entity{"lsaquo", 0x2039},
    Entity{"rsaquo", 0x203A}, Entity{"oelig", 0x153},   Entity{"OElig", 0x152},   Entity{"Yuml", 0x178},
    Entity{"scaron", 0x161},  Entity{"bull", 0x2022},   Entity{"trade", 0x2122},  Entity{"rarr", 0x2192},
    Entity{"larr", 0x2190},   Entity{"hearts", 0x2665}, Entity{"ensp", 0x2002},   Entity{"emsp", 0x2003},
    Entity{"thinsp", 0x2009}, Entity{"zwnj", 0x200C},   Entity{"zwj", 0x200D},    Entity{"minus", 0x2212}};

constexpr std::array<std::string_view, 28> kBlocks{"p", "div", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6",
                                                   "blockquote", "pre", "section", "article", "header", "footer", "form",
                                                   "dl", "dt", "dd", "address", "hr", "body", "center", "fieldset"};
constexpr std::array<std::string_view, 5> kSpaced{"p", "blockquote", "h1", "h2", "h3"};  // an empty line around
constexpr std::array<std::string_view, 5> kHidden{"script", "style", "title", "template", "noscript"};

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<char32_t> entity_of(std::string_view name) {
    if (name.starts_with("#")) {
        name.remove_prefix(1);
        const bool is_hex = name.starts_with("x") || name.starts_with("X");
        if (is_hex) name.remove_prefix(1);
        unsigned code = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, is_hex ? 16 : 10);
        if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
        const bool is_bad = code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
        return is_bad ? 0xFFFD : static_cast<char32_t>(code);
    }
    const auto latin = std::find(kLatin.begin(), kLatin.end(), name);
    if (latin != kLatin.end()) return 0xA0 + static_cast<char32_t>(latin - kLatin.begin());
    const auto other = std::find_if(kEntities.begin(), kEntities.end(), [&](const Entity& e) { return e.name == name; });
    return other == kEntities.end() ? std::nullopt : std::optional(other->code_point);
}

class Writer {
  public:
    void put(char32_t c) {
        if (c == '\n' || c == ' ' || c == '\t' || c == '\r' || c == '\f') {
            if (preformatted > 0 && c == '\n') return line();
            space_ = space_ || is_written_;
            return;
        }
        if (c == 0xAD || c == 0x200B || c == 0x200C || c == 0xFEFF) return;  // hyphens and joints that nobody sees
        open_line();
        if (space_) text_ += ' ';
        space_ = false;
        is_written_ = true;
        utf8::append(text_, c == 0xA0 ? U' ' : c);
    }

    void line() {  // what follows begins a line
        is_written_ = space_ = false;
        if (breaks_ < 1) breaks_ = 1;
    }
    void hard_break() {
        if (is_written_) line();
        else breaks_ = std::min(breaks_ + 1, 2);
        is_written_ = space_ = false;
    }
    void paragraph() {
        line();
        breaks_ = 2;
    }

    int quotes = 0;
    int preformatted = 0;

    std::string take() { return std::move(text_); }

  private:
    void open_line() {
        if (is_written_) return;
        for (int i = 0; i < breaks_ && !text_.empty(); ++i) text_ += '\n';
        if (breaks_ > 0 || text_.empty()) {
            for (int i = 0; i < std::min(quotes, 8); ++i) text_ += "> ";
        }
        breaks_ = 0;
    }

    std::string text_;
    int breaks_ = 0;
    bool is_written_ = false;  // is there a word on this line?
    bool space_ = false;
};

struct Tag {
    std::string name;
    bool is_end = false;
    std::size_t after = 0;  // where the text goes on
};

// The tag at `at`, which holds '<'; nothing where it is a bare sign. Quoted attributes may hold '>'.
std::optional<Tag> tag_at(std::string_view html, std::size_t at) {
    std::size_t i = at + 1;
    Tag tag;
    if (i < html.size() && html[i] == '/') {
        tag.is_end = true;
        ++i;
    }
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (i >= html.size() || !is_letter(html[i])) return std::nullopt;
    for (; i < html.size() && (is_letter(html[i]) || (html[i] >= '0' && html[i] <= '9') || html[i] == ':'); ++i) {
        if (tag.name.size() < 16) tag.name += html[i] >= 'A' && html[i] <= 'Z' ? static_cast<char>(html[i] + 0x20) : html[i];
    }
    char quote = 0;
    for (; i < html.size(); ++i) {
        const char c = html[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if ((c == '"' || c == '\'') && html[i - 1] == '=') {
            quote = c;
        } else if (c == '>') {
            tag.after = i + 1;
            return tag;
        }
    }
    tag.after = html.size();
    return tag;
}

// Behind the end of a comment or declaration at `at`, or of an element whose content nobody reads.
std::size_t skip_to(std::string_view html, std::size_t at, std::string_view end) {
    const auto found = html.find(end, at);
    return found == std::string_view::npos ? html.size() : found + end.size();
}

std::size_t skip_element(std::string_view html, std::size_t at, const std::string& name) {
    while (at < html.size()) {
        at = html.find("</", at);
        if (at == std::string_view::npos) return html.size();
        const auto tag = tag_at(html, at);
        if (tag && tag->name == name) return tag->after;
        at += 2;
    }
    return html.size();
}

void apply(const Tag& tag, Writer& writer) {
    if (tag.name == "br") return writer.hard_break();
    if (tag.name == "td" || tag.name == "th") return writer.put(' ');
    if (tag.name == "blockquote") {
        writer.paragraph();
        writer.quotes = std::max(0, writer.quotes + (tag.is_end ? -1 : 1));
        return;
    }
    if (tag.name == "pre") writer.preformatted = std::max(0, writer.preformatted + (tag.is_end ? -1 : 1));
    if (is_in(kSpaced, tag.name)) writer.paragraph();
    else if (is_in(kBlocks, tag.name)) writer.line();
    if (tag.name == "li" && !tag.is_end) {
        writer.put('-');
        writer.put(' ');
    }
}

}  // namespace

std::string html_to_text(std::string_view html) {
    Writer writer;
    for (std::size_t at = 0; at < html.size();) {
        const char c = html[at];
        if (c == '<') {
            if (html.substr(at).starts_with("<!--")) {
                at = skip_to(html, at + 4, "-->");
            } else if (html.substr(at).starts_with("<!") || html.substr(at).starts_with("<?")) {
                at = skip_to(html, at, ">");
            } else if (const auto tag = tag_at(html, at)) {
                at = tag->after;
                if (!tag->is_end && is_in(kHidden, tag->name)) at = skip_element(html, at, tag->name);
                else apply(*tag, writer);
            } else {
                writer.put('<');
                ++at;
            }
            continue;
        }
        if (c == '&') {
            const auto end = html.substr(0, at + 12).find(';', at);
            const auto entity = end == std::string_view::npos ? std::nullopt : entity_of(html.substr(at + 1, end - at - 1));
            writer.put(entity.value_or('&'));
            at = entity ? end + 1 : at + 1;
            continue;
        }
        const auto lead = static_cast<unsigned char>(c);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t code = lead < 0x80 ? lead : lead & (0xFFU >> (size + 1));
        for (std::size_t i = 1; i < size && at + i < html.size(); ++i) {
            code = (code << 6) | (static_cast<unsigned char>(html[at + i]) & 0x3F);
        }
        writer.put(code);
        at += size;
    }
    return writer.take();
}

}  // namespace repere::intake
