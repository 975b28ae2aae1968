// HTML to the plain text a reader would see: paragraphs, lists, links' words, entities; no styles, no scripts.
#pragma once

#include <string>
#include <string_view>

namespace repere::intake {

// One pass, linear, for any input. Lines of a <blockquote> begin with "> ", as a mailer would quote them.
std::string html_to_text(std::string_view html);

}  // namespace repere::intake
