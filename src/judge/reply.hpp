// What a judge says of one criterion, read from its message and not yet believed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "grid/evaluation.hpp"

namespace repere::judge {

struct Reply {
    grid::Answer answer = grid::Answer::kUnknown;  // yes, no, na or unknown
    std::optional<std::size_t> turn;               // from 0
    std::string quote, reason;
    double confidence = 0;                         // 0…1, as it says itself
};

// The JSON object of the message, also inside a code fence or after a <think> part. judge.not_json where there is none,
// judge.answer_invalid where it is another object or answer.
Result<Reply> read_reply(std::string_view content);

}  // namespace repere::judge
