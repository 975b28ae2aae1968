#include "review/table.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace repere::review {
namespace {

using Row = std::vector<std::string>;

void widen(std::vector<std::size_t>& widths, const Row& row) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], utf8::length(row[c]));
}

std::string line(const Row& row, const std::vector<std::size_t>& widths) {
    std::string out = "  ";
    for (std::size_t c = 0; c < row.size(); ++c) {
        const std::string space(widths[c] - utf8::length(row[c]), ' ');
        out += c == 0 ? row[c] + space : "  " + space + row[c];
    }
    out.erase(out.find_last_not_of(' ') + 1);
    return out + "\n";
}

std::string escaped(const std::string& cell) {
    std::string out;
    for (const char c : cell) {
        if (c == '|') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string markdown_line(const Row& row, std::size_t width) {
    std::string out = "|";
    for (std::size_t c = 0; c < width; ++c) out += " " + (c < row.size() ? escaped(row[c]) : "") + " |";
    return out + "\n";
}

}  // namespace

std::string Table::text() const {
    std::vector<std::size_t> widths;
    widen(widths, head);
    for (const auto& row : rows) widen(widths, row);
    std::string out = title + "\n" + line(head, widths);
    for (const auto& row : rows) out += line(row, widths);
    return out;
}

std::string Table::markdown() const {
    std::string out = markdown_line(head, head.size()) + "|---|";
    for (std::size_t c = 1; c < head.size(); ++c) out += "---:|";
    out += "\n";
    for (const auto& row : rows) out += markdown_line(row, head.size());
    return out;
}

}  // namespace repere::review
