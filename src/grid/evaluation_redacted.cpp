#include "analysis/redact.hpp"
#include "core/utf8.hpp"
#include "grid/evaluation.hpp"

namespace repere::grid {

Evaluation redacted(const Evaluation& evaluation, const analysis::Analysis& original, const analysis::Analysis& masked) {
    Evaluation out = evaluation;
    for (auto& result : out.criteria) {
        for (auto& quote : result.quotes) {
            const std::string spoken = std::move(quote.text);
            quote.span = analysis::moved(quote.span, quote.turn, original.pii);
            quote.text = utf8::substring(masked.interaction.turns.at(quote.turn).text, quote.span.begin, quote.span.end);
            for (auto& [name, value] : result.why_details) {
                if (value == spoken) value = quote.text;
            }
        }
    }
    return out;
}

}  // namespace repere::grid
