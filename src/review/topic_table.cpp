#include "review/topic_table.hpp"

#include <algorithm>

namespace repere::review {

using signals::TopicFeature;

void TopicTable::count(const std::vector<TopicFeature>& words, const std::vector<TopicFeature>& others) {
    for (const TopicFeature& f : words) ++seen_.try_emplace(f.id, Seen{.of_words = true}).first->second.rows;
    for (const TopicFeature& f : others) ++seen_.try_emplace(f.id).first->second.rows;
}

void TopicTable::number(unsigned fewest) {
    std::erase_if(seen_, [&](const auto& entry) { return entry.second.rows < fewest; });
    for (const auto& [id, seen] : seen_) ids_.push_back(id);
    std::ranges::sort(ids_);
    for (std::size_t k = 0; k < ids_.size(); ++k) {
        Seen& seen = seen_.at(ids_[k]);
        seen.index = static_cast<std::uint32_t>(k);
        of_words_.push_back(seen.of_words);
    }
}

void TopicTable::add(const std::vector<TopicFeature>& words, float scale, const std::vector<TopicFeature>& others) {
    std::vector<learning::Value> row;
    const auto take = [&](const std::vector<TopicFeature>& features, float times) {
        for (const TopicFeature& f : features) {
            if (const auto found = seen_.find(f.id); found != seen_.end()) row.push_back({found->second.index, f.value * times});
        }
    };
    take(words, scale);
    take(others, 1);
    std::ranges::sort(row, {}, &learning::Value::index);
    rows_.add(row);
}

}  // namespace repere::review
