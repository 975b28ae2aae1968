#include "conversation/interaction.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace repere {
namespace {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

constexpr Names<Channel, 5> kChannels{{{Channel::kPhone, "phone"},
                                       {Channel::kChat, "chat"},
                                       {Channel::kEmail, "email"},
                                       {Channel::kSms, "sms"},
                                       {Channel::kSocial, "social"}}};
constexpr Names<Speaker, 3> kSpeakers{
    {{Speaker::kAgent, "agent"}, {Speaker::kCustomer, "customer"}, {Speaker::kUnknown, "unknown"}}};
constexpr Names<Direction, 3> kDirections{{{Direction::kInbound, "inbound"},
                                           {Direction::kOutbound, "outbound"},
                                           {Direction::kUnknown, "unknown"}}};

template <class E, std::size_t N>
std::string_view name_of(const Names<E, N>& names, E value) {
    return std::find_if(names.begin(), names.end(), [&](const auto& row) { return row.first == value; })->second;
}

template <class E, std::size_t N>
std::optional<E> value_of(const Names<E, N>& names, std::string_view name) {
    const auto row = std::find_if(names.begin(), names.end(), [&](const auto& r) { return r.second == name; });
    return row == names.end() ? std::nullopt : std::optional<E>(row->first);
}

}  // namespace

std::string_view to_string(Channel channel) { return name_of(kChannels, channel); }
std::string_view to_string(Speaker speaker) { return name_of(kSpeakers, speaker); }
std::string_view to_string(Direction direction) { return name_of(kDirections, direction); }
std::optional<Channel> channel_from(std::string_view name) { return value_of(kChannels, name); }
std::optional<Speaker> speaker_from(std::string_view name) { return value_of(kSpeakers, name); }
std::optional<Direction> direction_from(std::string_view name) { return value_of(kDirections, name); }

std::optional<double> duration_of(const Interaction& interaction) {
    std::optional<double> first;
    std::optional<double> last;
    for (const Turn& turn : interaction.turns) {
        if (turn.start) first = std::min(first.value_or(*turn.start), *turn.start);
        if (turn.end) last = std::max(last.value_or(*turn.end), *turn.end);
    }
    if (!first || !last) return std::nullopt;
    return *last - *first;
}

}  // namespace repere
