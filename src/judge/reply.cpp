#include "judge/reply.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "core/utf8.hpp"

namespace repere::judge {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kReasonLength = 400;  // code points
constexpr std::array kAnswers{grid::Answer::kYes, grid::Answer::kNo, grid::Answer::kNa, grid::Answer::kUnknown};

tl::unexpected<Error> invalid(const char* key) { return fail(ErrorCode::kInvalidInput, key); }

std::string_view object_in(std::string_view content) {
    constexpr std::string_view kThought = "</think>";
    if (const auto end = content.rfind(kThought); end != std::string_view::npos) content.remove_prefix(end + kThought.size());
    const auto open = content.find('{');
    const auto close = content.rfind('}');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
    return content.substr(open, close - open + 1);
}

// One line of bounded length: it is shown to people.
std::string tidy(const std::string& text) {
    std::string line = utf8::repaired(text);
    std::replace_if(line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
    if (utf8::length(line) <= kReasonLength) return line;
    return std::string(utf8::substring(line, 0, kReasonLength)) + "…";
}

}  // namespace

Result<Reply> read_reply(std::string_view content) {
    const Json object = Json::parse(object_in(content), nullptr, false);
    if (!object.is_object()) return invalid("judge.not_json");
    const auto answer = object.value("answer", Json());
    const auto known = std::find_if(kAnswers.begin(), kAnswers.end(), [&](grid::Answer a) { return answer == to_string(a); });
    if (known == kAnswers.end()) return invalid("judge.answer_invalid");
    const auto quote = object.value("quote", Json());
    const auto reason = object.value("reason", Json());
    const auto confidence = object.value("confidence", Json());
    const auto turn = object.value("turn", Json());
    Reply reply{.answer = *known};
    if (quote.is_string()) reply.quote = quote.get<std::string>();
    if (reason.is_string()) reply.reason = tidy(reason.get<std::string>());
    if (!confidence.is_number() || confidence.get<double>() < 0 || confidence.get<double>() > 1) return invalid("judge.answer_invalid");
    reply.confidence = confidence.get<double>();
    if (turn.is_number_integer() && turn.get<std::int64_t>() > 0) reply.turn = static_cast<std::size_t>(turn.get<std::int64_t>()) - 1;
    return reply;
}

}  // namespace repere::judge
