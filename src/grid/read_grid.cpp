#include <algorithm>
#include <cmath>
#include <set>

#include "core/files.hpp"
#include "grid/rule_reader.hpp"
#include "grid/vocabulary.hpp"

namespace repere::grid {
namespace {

constexpr std::size_t kMaxSections = 50;
constexpr std::size_t kMaxCriteria = 300;
constexpr double kMaxWeight = 10'000;
constexpr double kMaxBound = 1e9;

class GridReader {
  public:
    GridReader(Reader& reader, std::vector<Warning>& warnings) : reader_(reader), warnings_(warnings) {}

    Grid read(const YamlNode& root) {
        Grid grid;
        if (!reader_.is_map(root, "grid")) return grid;
        reader_.check_keys(root, {"name", "version", "title", "description", "channels", "unknown_below",
                                  "critical_zeroes", "sections"});
        if (const auto* name = reader_.required(root, "name")) {
            grid.name = reader_.identifier(*name, "name").value_or("");
        }
        if (const auto* version = reader_.required(root, "version")) {
            grid.version = static_cast<int>(reader_.count(*version, "version", 1).value_or(1));
        }
        if (const auto* title = reader_.required(root, "title")) grid.title = reader_.localised(*title, "title");
        if (const auto* text = root.find("description")) grid.description = reader_.localised(*text, "description");
        if (const auto* channels = root.find("channels")) grid.channels = reader_.channels(*channels);
        if (const auto* floor = root.find("unknown_below")) {
            grid.unknown_below = reader_.number(*floor, "unknown_below", 0, 1).value_or(grid.unknown_below);
        }
        if (const auto* zeroes = root.find("critical_zeroes")) {
            grid.critical_zeroes = reader_.truth(*zeroes, "critical_zeroes").value_or(false);
        }
        if (const auto* sections = reader_.required(root, "sections")) read_sections(*sections, grid);
        check_whole(grid, root.place);
        return grid;
    }

  private:
    void read_sections(const YamlNode& node, Grid& grid) {
        if (!reader_.is_list(node, "sections")) return;
        if (node.items.size() > kMaxSections) {
            reader_.error("grid.too_many", node.place, {{"key", "sections"}, {"limit", std::to_string(kMaxSections)}});
            return;
        }
        for (const auto& item : node.items) {
            if (!reader_.is_map(item, "sections")) continue;
            reader_.check_keys(item, {"id", "title", "criteria"});
            Section section;
            if (const auto* id = reader_.required(item, "id")) section.id = new_id(*id, section_ids_);
            if (const auto* title = reader_.required(item, "title")) section.title = reader_.localised(*title, "title");
            const auto* criteria = reader_.required(item, "criteria");
            if (criteria != nullptr && reader_.is_list(*criteria, "criteria")) {
                for (const auto& one : criteria->items) read_criterion(one, grid, section);
            }
            grid.sections.push_back(std::move(section));
        }
    }

    void read_criterion(const YamlNode& node, const Grid& grid, Section& section) {
        if (!reader_.is_map(node, "criteria")) return;
        if (++criteria_ > kMaxCriteria) {
            if (criteria_ == kMaxCriteria + 1) {
                reader_.error("grid.too_many", node.place,
                              {{"key", "criteria"}, {"limit", std::to_string(kMaxCriteria)}});
            }
            return;
        }
        reader_.check_keys(node, {"id", "title", "definition", "good_example", "bad_example", "weight", "scale", "na",
                                  "critical", "channels", "applies_when", "answer", "judge"});
        Criterion c;
        if (const auto* id = reader_.required(node, "id")) c.id = new_id(*id, criterion_ids_);
        const auto words = [&](const char* key, Localised& into) {
            if (const auto* value = reader_.required(node, key)) into = reader_.localised(*value, key);
        };
        words("title", c.title);
        words("definition", c.definition);
        words("good_example", c.good_example);
        words("bad_example", c.bad_example);
        if (const auto* weight = node.find("weight")) read_weight(*weight, c);
        if (const auto* scale = node.find("scale")) read_scale(*scale, c);
        if (const auto* na = node.find("na")) c.na_allowed = reader_.truth(*na, "na").value_or(true);
        if (const auto* critical = node.find("critical")) read_critical(*critical, c);
        if (const auto* channels = node.find("channels")) read_channels(*channels, grid, c);
        const auto& channels = c.channels.empty() ? grid.channels : c.channels;
        if (const auto* applies = node.find("applies_when")) {
            if (auto condition = read_condition(reader_, *applies, channels)) {
                c.applies_when = std::make_shared<const Condition>(std::move(*condition));
            }
        }
        if (const auto* answer = node.find("answer")) {
            c.rule = std::make_shared<const AnswerRule>(read_answer(reader_, *answer, c, grid));
        }
        if (const auto* judge = node.find("judge")) read_judge(*judge, c);
        if (c.rule == nullptr && !c.judge) warnings_.push_back({"grid.criterion.by_people", {{"id", c.id}}, node.place});
        section.criteria.push_back(std::move(c));
    }

    std::string new_id(const YamlNode& node, std::map<std::string, Place>& seen) {
        const auto id = reader_.identifier(node, "id");
        if (!id) return "";
        const auto [first, is_new] = seen.emplace(*id, node.place);
        if (!is_new) {
            reader_.error("grid.id.duplicate", node.place,
                          {{"id", *id}, {"line", std::to_string(first->second.line)}});
        }
        return *id;
    }

    void read_weight(const YamlNode& node, Criterion& c) {
        const auto weight = reader_.number(node, "weight", 0, kMaxWeight);
        if (!weight) return;
        if (*weight <= 0) reader_.error("grid.weight", node.place, {{"value", node.scalar}});
        c.weight = *weight;
    }

    void read_scale(const YamlNode& node, Criterion& c) {
        if (node.kind == YamlNode::Kind::kScalar) {
            const auto at = reader_.choice(node, "scale", {"yes_no", "one_to_five"});
            if (at && *at == 1) {
                c.scale = Scale::kOneToFive;
                c.minimum = 1;
                c.maximum = 5;
            }
            return;
        }
        if (!reader_.is_map(node, "scale")) return;
        reader_.check_keys(node, {"min", "max", "unit", "better"});
        c.scale = Scale::kNumeric;
        const auto bound = [&](const char* key, double& into) {
            if (const auto* value = reader_.required(node, key)) {
                into = reader_.number(*value, key, -kMaxBound, kMaxBound).value_or(into);
            }
        };
        bound("min", c.minimum);
        bound("max", c.maximum);
        if (c.minimum >= c.maximum) reader_.error("grid.rule.min_above_max", node.place, {{"key", "scale"}});
        if (const auto* unit = node.find("unit")) c.unit = reader_.text(*unit, "unit").value_or("");
        if (const auto* better = node.find("better")) {
            c.lower_is_better = reader_.choice(*better, "better", {"higher", "lower"}) == std::size_t{1};
        }
    }

    void read_critical(const YamlNode& node, Criterion& c) {
        const auto family = reader_.choice(node, "critical", {"customer", "business", "compliance"});
        if (!family) return;
        constexpr std::array kFamilies{Critical::kCustomer, Critical::kBusiness, Critical::kCompliance};
        c.critical = kFamilies[*family];
        if (c.scale != Scale::kYesNo) reader_.error("grid.critical_scale", node.place);
    }

    // `judge: true`, or a map with a question and when to ask it.
    void read_judge(const YamlNode& node, Criterion& c) {
        JudgeMark mark;
        if (node.kind == YamlNode::Kind::kMap) {
            reader_.check_keys(node, {"question", "when"});
            if (const auto* question = node.find("question")) mark.question = reader_.localised(*question, "question");
            if (const auto* when = node.find("when")) {
                mark.only_unknown = reader_.choice(*when, "when", {"always", "unknown"}) == std::size_t{1};
            }
        } else if (!reader_.truth(node, "judge").value_or(false)) {
            return;
        }
        if (c.scale != Scale::kYesNo) return reader_.error("grid.judge_scale", node.place);
        c.judge = std::move(mark);
    }

    void read_channels(const YamlNode& node, const Grid& grid, Criterion& c) {
        c.channels = reader_.channels(node);
        for (const auto channel : c.channels) {
            if (grid.channels.empty()) break;
            if (std::find(grid.channels.begin(), grid.channels.end(), channel) == grid.channels.end()) {
                reader_.error("grid.channel_outside", node.place, {{"channel", std::string(to_string(channel))}});
            }
        }
    }

    void check_whole(const Grid& grid, const Place& place) {
        double sum = 0;
        for (const auto& section : grid.sections) {
            for (const auto& c : section.criteria) sum += c.weight;
        }
        if (sum > 0 && std::abs(sum - 100) > 1e-6) {
            std::string shown = std::to_string(sum);
            shown.erase(shown.find_last_not_of("0") + 1);
            if (shown.ends_with('.')) shown.pop_back();
            warnings_.push_back({"grid.weights_sum", {{"sum", shown}}, place});
        }
    }

    Reader& reader_;
    std::vector<Warning>& warnings_;
    std::map<std::string, Place> section_ids_, criterion_ids_;
    std::size_t criteria_ = 0;
};

std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

Error no_such_grid(std::string_view name, const std::filesystem::path& folder) {
    const auto names = names_in(folder);
    const std::vector<std::string_view> views(names.begin(), names.end());
    Details details{{"name", std::string(name)}, {"known", joined(views)}};
    return {ErrorCode::kNotFound, "grid.not_found", std::move(details), {std::string(name)}};
}

}  // namespace

GridCheck read_grid(std::string_view yaml, const std::string& source) {
    GridCheck check;
    Reader reader(check.errors);
    const auto root = parse_yaml(yaml, source, check.errors);
    if (!root) {
        check.errors.push_back(root.error());
        return check;
    }
    if (root->kind == YamlNode::Kind::kNull) {
        check.errors.push_back({ErrorCode::kConfiguration, "grid.empty", {}, {source}});
        return check;
    }
    Grid grid = GridReader(reader, check.warnings).read(*root);
    std::stable_sort(check.errors.begin(), check.errors.end(), [](const Error& a, const Error& b) {
        return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    if (check.errors.empty()) check.grid = std::move(grid);
    return check;
}

Result<Grid> load_grid(std::string_view name_or_file, const std::filesystem::path& knowledge) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    fs::path file{std::string(name_or_file)};
    const bool looks_like_file = name_or_file.find('/') != std::string_view::npos || file.has_extension();
    if (!looks_like_file && !fs::is_regular_file(file, ignored)) {
        file = knowledge / "grids" / (std::string(name_or_file) + ".yaml");
        if (!fs::is_regular_file(file, ignored)) return fail(no_such_grid(name_or_file, knowledge / "grids"));
    }
    constexpr std::uintmax_t kLimit = 4U << 20;
    const auto text = read_file(file, kLimit);
    if (!text) return fail(text.error());
    GridCheck check = read_grid(*text, file.string());
    if (!check.grid) return fail(check.errors.front());
    const auto models = learning::default_model_folder() / "grid.model";
    if (fs::is_regular_file(models, ignored)) {
        auto learned = learning::ChoiceModel::open(models);
        if (!learned) return fail(learned.error());
        check.grid->learned = std::make_shared<const learning::ChoiceModel>(std::move(*learned));
    }
    return std::move(*check.grid);
}

}  // namespace repere::grid
