// A table of texts under a title: for a terminal, or as Markdown.
#pragma once

#include <string>
#include <vector>

namespace repere::review {

struct Table {
    std::string title;
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows;  // a row may be shorter than the head

    // Both: the first column to the left, the others, figures, to the right. Ends with a line end.
    std::string text() const;      // with the title, indented
    std::string markdown() const;  // without
};

}  // namespace repere::review
