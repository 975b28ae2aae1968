// CSV as it is met: RFC 4180 with `;`, `,` or tab, quoted line ends, UTF-8 or not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conversation/json.hpp"
#include "core/result.hpp"

namespace repere::intake {

struct Row {
    std::size_t line = 0;            // where it begins, from 1
    std::vector<std::string> cells;  // as many as the header has
};

struct Table {
    std::vector<std::string> header;
    std::vector<Row> rows;
    char delimiter = ',';
    std::vector<Error> errors;       // one for each row left out
    std::vector<Warning> warnings;   // an encoding that had to be guessed

    std::optional<std::size_t> column(std::string_view name) const;
};

// Two lines with the same number of cells, at least two.
bool looks_like_table(std::string_view head);

// Fails where there is no header or a quotation mark is never closed.
Result<Table> read_table(std::string_view bytes, const std::string& source);

}  // namespace repere::intake
