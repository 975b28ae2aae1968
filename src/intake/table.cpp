#include "intake/table.hpp"

#include <algorithm>
#include <array>

#include "intake/encoding.hpp"

namespace repere::intake {
namespace {

constexpr std::array kDelimiters{';', ',', '\t', '|'};

struct Cursor {
    std::string_view text;
    char delimiter;
    std::size_t at = 0;
    std::size_t line = 1;
    std::size_t open_quote = 0;  // line of a quotation mark that nothing closed; 0: none

    // One record. False at the end of the text.
    bool next(std::vector<std::string>& cells) {
        cells.clear();
        if (at >= text.size()) return false;
        for (;;) {
            cells.emplace_back();
            if (!cell(cells.back())) return true;
        }
    }

  private:
    // True where another cell of the record follows.
    bool cell(std::string& out) {
        if (at < text.size() && text[at] == '"') quoted(out);
        for (; at < text.size(); ++at) {
            const char c = text[at];
            if (c == delimiter) return ++at, true;
            if (c == '\n' || c == '\r') {
                if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
                ++at;
                ++line;
                return false;
            }
            out += c;
        }
        return false;
    }

    void quoted(std::string& out) {
        const std::size_t opened = line;
        for (++at; at < text.size(); ++at) {
            if (text[at] == '\n') ++line;
            if (text[at] != '"') {
                out += text[at];
            } else if (at + 1 < text.size() && text[at + 1] == '"') {
                out += text[at++];
            } else {
                ++at;
                return;
            }
        }
        open_quote = opened;
    }
};

// The delimiter that gives the first line the most cells.
char delimiter_of(std::string_view text) {
    char best = ',';
    std::size_t most = 1;
    for (const char delimiter : kDelimiters) {
        Cursor cursor{text.substr(0, 64 << 10), delimiter};
        std::vector<std::string> cells;
        cursor.next(cells);
        if (cells.size() > most) {
            most = cells.size();
            best = delimiter;
        }
    }
    return best;
}

bool is_blank(const std::vector<std::string>& cells) {
    return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) { return trimmed(cell).empty(); });
}

}  // namespace

std::optional<std::size_t> Table::column(std::string_view name) const {
    const std::string wanted = folded(name);
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (folded(header[i]) == wanted) return i;
    }
    return std::nullopt;
}

bool looks_like_table(std::string_view head) {
    const std::string text = decode(head).text;
    if (text.find('\0') != std::string::npos) return false;
    Cursor cursor{text, delimiter_of(text)};
    std::vector<std::string> first, second;
    return cursor.next(first) && cursor.next(second) && first.size() > 1 && first.size() == second.size() && !is_blank(first);
}

Result<Table> read_table(std::string_view bytes, const std::string& source) {
    const Decoded decoded = decode(bytes);
    Table table;
    if (decoded.encoding != "UTF-8") {
        table.warnings.push_back({"intake.text.converted", {{"encoding", std::string(decoded.encoding)}}, {source}});
    }
    table.delimiter = delimiter_of(decoded.text);
    Cursor cursor{decoded.text, table.delimiter};
    std::vector<std::string> cells;
    while (table.header.empty() && cursor.next(cells)) {
        if (!is_blank(cells)) table.header = cells;
    }
    for (std::string& name : table.header) name = std::string(trimmed(name));
    if (table.header.empty()) return fail(ErrorCode::kInvalidInput, "intake.csv.no_header", {}, {source, 1});
    for (std::size_t line = cursor.line; cursor.next(cells); line = cursor.line) {
        if (cursor.open_quote > 0) {
            return fail(ErrorCode::kInvalidInput, "intake.csv.unclosed_quote", {}, {source, cursor.open_quote});
        }
        if (is_blank(cells)) continue;
        while (cells.size() > table.header.size() && cells.back().empty()) cells.pop_back();
        if (cells.size() != table.header.size()) {
            table.errors.push_back({ErrorCode::kInvalidInput,
                                    "intake.csv.row_length",
                                    {{"cells", std::to_string(cells.size())}, {"columns", std::to_string(table.header.size())}},
                                    {source, line}});
            continue;
        }
        table.rows.push_back({line, cells});
    }
    return table;
}

}  // namespace repere::intake
