#include <algorithm>
#include <limits>

#include "grid/phrases.hpp"
#include "grid/rule_reader.hpp"
#include "grid/vocabulary.hpp"
#include "signals/moment.hpp"

namespace repere::grid {
namespace {

constexpr double kAnyNumber = 1e12;
constexpr std::size_t kMaxNesting = 6;

const std::vector<std::string_view> kSignalKeys{"signal", "count",       "turns",          "after",
                                                "before", "followed_by", "not_followed_by", "within"};

std::vector<std::string_view> condition_keys() {
    auto keys = kSignalKeys;
    keys.insert(keys.end(), {"none", "says", "measures", "all", "any", "not"});
    for (const auto& label : all_labels()) keys.push_back(label.key);
    return keys;
}

std::vector<std::string_view> signal_names() {
    std::vector<std::string_view> names;
    for (const auto& signal : signals::all_signals()) names.push_back(signal.id);
    return names;
}

class ConditionReader {
  public:
    ConditionReader(Reader& reader, const std::vector<Channel>& channels) : reader_(reader), channels_(channels) {}

    std::optional<Condition> read(const YamlNode& node, std::size_t depth) {
        if (depth > kMaxNesting) {
            reader_.error("grid.rule.too_nested", node.place, {{"depth", std::to_string(kMaxNesting)}});
            return {};
        }
        if (!reader_.is_map(node, "when")) return {};
        static const std::vector<std::string_view> allowed = condition_keys();
        reader_.check_keys(node, allowed);
        Group all;
        if (node.find("signal") != nullptr) {
            add(all, signal_test(node), node.place);
        } else {
            for (const auto& entry : node.entries) {
                if (std::find(kSignalKeys.begin(), kSignalKeys.end(), entry.key) == kSignalKeys.end()) continue;
                reader_.error("grid.rule.needs_signal", entry.key_place, {{"key", entry.key}});
            }
        }
        for (const auto& entry : node.entries) read_entry(all, entry, depth);
        if (node.entries.empty()) reader_.error("grid.rule.empty_condition", node.place);
        check_contradiction(all, node.place);
        return Condition{std::move(all), node.place};
    }

    std::vector<std::string> signal_names_in(const YamlNode& node, std::string_view key) {
        std::vector<std::string> out;
        static const std::vector<std::string_view> names = signal_names();
        for (const auto& item : reader_.words(node, key)) {
            if (signals::find_signal(item.text) != nullptr) {
                out.push_back(item.text);
            } else if (const auto near = closest(item.text, names)) {
                reader_.error("grid.signal.unknown", item.place, {{"signal", item.text}, {"closest", *near}});
            } else {
                reader_.error("grid.signal.unknown_far", item.place, {{"signal", item.text}});
            }
        }
        return out;
    }

  private:
    template <class Test>
    static void add(Group& group, Test test, const Place& place) {
        group.parts.push_back(Condition{std::move(test), place});
    }

    void read_entry(Group& all, const YamlEntry& entry, std::size_t depth) {
        const YamlNode& value = entry.value;
        if (entry.key == "none") {
            add(all, AbsenceTest{signal_names_in(value, "none")}, entry.key_place);
        } else if (entry.key == "says") {
            phrase_test(all, entry);
        } else if (entry.key == "measures") {
            measures(all, value);
        } else if (entry.key == "all" || entry.key == "any") {
            Group group{entry.key == "all" ? Group::Kind::kAll : Group::Kind::kAny, {}};
            if (!reader_.is_list(value, entry.key)) return;
            for (const auto& item : value.items) {
                if (auto part = read(item, depth + 1)) group.parts.push_back(std::move(*part));
            }
            add(all, std::move(group), entry.key_place);
        } else if (entry.key == "not") {
            Group group{Group::Kind::kNot, {}};
            if (auto part = read(value, depth + 1)) group.parts.push_back(std::move(*part));
            add(all, std::move(group), entry.key_place);
        } else if (const LabelInfo* label = find_label(entry.key)) {
            label_test(all, *label, entry);
        }
    }

    // `says: words`, `says: [words, …]`, or a map that also tells who says them and in which turns.
    void phrase_test(Group& all, const YamlEntry& entry) {
        PhraseTest test;
        const YamlNode* phrases = &entry.value;
        if (entry.value.kind == YamlNode::Kind::kMap) {
            reader_.check_keys(entry.value, {"any", "by", "turns"});
            phrases = reader_.required(entry.value, "any");
            if (const auto* by = entry.value.find("by")) {
                test.by = reader_.choice(*by, "by", {"agent", "customer"}) == std::size_t{1} ? Speaker::kCustomer
                                                                                            : Speaker::kAgent;
            }
            if (const auto* turns = entry.value.find("turns")) turn_window(*turns, test.first, test.last);
        }
        if (phrases == nullptr) return;
        for (const auto& item : reader_.words(*phrases, "says")) {
            test.phrases.push_back(folded_phrase(item.text));
            test.shown.push_back(item.text);
            if (test.phrases.back().empty()) reader_.error("grid.rule.phrase_empty", item.place);
        }
        add(all, std::move(test), entry.key_place);
    }

    void label_test(Group& all, const LabelInfo& label, const YamlEntry& entry) {
        LabelTest test{label.label, {}};
        for (const auto& item : reader_.words(entry.value, label.key)) {
            YamlNode word;
            word.kind = YamlNode::Kind::kScalar;
            word.scalar = item.text;
            word.place = item.place;
            if (!label.values.empty() && !reader_.choice(word, label.key, label.values)) continue;
            test.values.push_back(item.text);
        }
        if (label.label == Label::kChannel && !channels_.empty() && !test.values.empty()) {
            const bool possible = std::any_of(channels_.begin(), channels_.end(), [&](Channel c) {
                return std::find(test.values.begin(), test.values.end(), to_string(c)) != test.values.end();
            });
            if (!possible) reader_.error("grid.rule.channel_outside", entry.key_place);
        }
        add(all, std::move(test), entry.key_place);
    }

    void measures(Group& all, const YamlNode& node) {
        if (!reader_.is_map(node, "measures")) return;
        std::vector<std::string_view> names;
        for (const auto& measure : all_measures()) names.push_back(measure.name);
        reader_.check_keys(node, names);
        for (const auto& entry : node.entries) {
            MeasureTest test{.measure = entry.key};
            bounds(entry.value, entry.key, test.min, test.max);
            add(all, std::move(test), entry.key_place);
        }
    }

    // {min: …, max: …}, one of them at least, in order.
    void bounds(const YamlNode& node, std::string_view what, std::optional<double>& min, std::optional<double>& max) {
        if (!reader_.is_map(node, what)) return;
        reader_.check_keys(node, {"min", "max"});
        if (const auto* low = node.find("min")) min = reader_.number(*low, "min", -kAnyNumber, kAnyNumber);
        if (const auto* high = node.find("max")) max = reader_.number(*high, "max", -kAnyNumber, kAnyNumber);
        if (node.find("min") == nullptr && node.find("max") == nullptr) {
            reader_.error("grid.rule.no_bound", node.place, {{"key", std::string(what)}});
        }
        if (min && max && *min > *max) reader_.error("grid.rule.min_above_max", node.place, {{"key", std::string(what)}});
    }

    SignalTest signal_test(const YamlNode& node) {
        SignalTest test;
        test.signals = signal_names_in(*node.find("signal"), "signal");
        if (const auto* count = node.find("count")) count_bounds(*count, test);
        if (const auto* turns = node.find("turns")) turn_window(*turns, test.first, test.last);
        const auto list = [&](const char* key, std::vector<std::string>& into) {
            if (const auto* value = node.find(key)) into = signal_names_in(*value, key);
        };
        list("after", test.after);
        list("before", test.before);
        list("followed_by", test.followed_by);
        list("not_followed_by", test.not_followed_by);
        if (const auto* within = node.find("within")) {
            test.within = reader_.count(*within, "within", 1);
            if (test.after.empty() && test.before.empty() && test.followed_by.empty() && test.not_followed_by.empty()) {
                reader_.error("grid.rule.within_alone", within->place);
            }
        }
        for (const auto& signal : test.followed_by) {
            if (contains(test.not_followed_by, signal)) {
                reader_.error("grid.rule.present_and_absent", node.place, {{"signal", signal}});
            }
        }
        return test;
    }

    void count_bounds(const YamlNode& node, SignalTest& test) {
        if (node.kind == YamlNode::Kind::kScalar) {
            if (const auto exact = reader_.count(node, "count", 1)) test.min = *exact;
            test.max = test.min;
            return;
        }
        if (!reader_.is_map(node, "count")) return;
        reader_.check_keys(node, {"min", "max"});
        if (const auto* low = node.find("min")) test.min = reader_.count(*low, "min", 1).value_or(1);
        if (const auto* high = node.find("max")) test.max = reader_.count(*high, "max", 1);
        if (test.max && test.min > *test.max) reader_.error("grid.rule.min_above_max", node.place, {{"key", "count"}});
    }

    void turn_window(const YamlNode& node, std::optional<std::size_t>& first, std::optional<std::size_t>& last) {
        if (!reader_.is_map(node, "turns")) return;
        reader_.check_keys(node, {"first", "last"});
        if (const auto* value = node.find("first")) first = reader_.count(*value, "first", 1);
        if (const auto* value = node.find("last")) last = reader_.count(*value, "last", 1);
    }

    static bool contains(const std::vector<std::string>& list, const std::string& word) {
        return std::find(list.begin(), list.end(), word) != list.end();
    }

    // A signal wanted and refused in one breath: the row could never hold.
    void check_contradiction(const Group& all, const Place& place) {
        for (const auto& a : all.parts) {
            const auto* wanted = std::get_if<SignalTest>(&a.test);
            if (wanted == nullptr || wanted->signals.empty()) continue;
            for (const auto& b : all.parts) {
                const auto* refused = std::get_if<AbsenceTest>(&b.test);
                if (refused == nullptr) continue;
                const bool never = std::all_of(wanted->signals.begin(), wanted->signals.end(),
                                               [&](const std::string& s) { return contains(refused->signals, s); });
                if (never) reader_.error("grid.rule.present_and_absent", place, {{"signal", wanted->signals.front()}});
            }
        }
    }

    Reader& reader_;
    const std::vector<Channel>& channels_;
};

}  // namespace

std::optional<Condition> read_condition(Reader& reader, const YamlNode& node, const std::vector<Channel>& channels) {
    return ConditionReader(reader, channels).read(node, 0);
}

std::vector<std::string> read_signals(Reader& reader, const YamlNode& node, std::string_view key) {
    return ConditionReader(reader, {}).signal_names_in(node, key);
}

}  // namespace repere::grid
