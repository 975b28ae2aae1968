// An evaluation grid: sections of weighted criteria, as a company wrote it in YAML (docs/grids.md).
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/interaction.hpp"
#include "core/result.hpp"
#include "learning/choice_model.hpp"

namespace repere::grid {

// Critical items after COPC: an error that fails the whole for the customer, the business or the law.
enum class Critical { kNone, kCustomer, kBusiness, kCompliance };
enum class Scale { kYesNo, kOneToFive, kNumeric };

// Words shown to people, by language ("fr", "en").
using Localised = std::map<std::string, std::string>;

// How the machine answers a criterion: see docs/grids.md, "How a criterion is answered". Opaque to people's reviews.
struct AnswerRule;
struct Condition;

// That a language model on the company's own network may answer the criterion (docs/judge.md).
struct JudgeMark {
    Localised question;         // put to it beside the definition; may be empty
    bool only_unknown = false;  // asked only where the rule left the answer unknown
};

struct Criterion {
    std::string id;
    Localised title, definition, good_example, bad_example;
    double weight = 1;
    Scale scale = Scale::kYesNo;
    double minimum = 0, maximum = 1;  // of the scale: 0…1 for yes/no, 1…5, or as the grid says
    std::string unit;                 // of a numeric scale: "s", "%"
    bool lower_is_better = false;     // of a numeric scale: the minimum earns all the points
    bool na_allowed = true;
    Critical critical = Critical::kNone;         // yes/no criteria only
    std::vector<Channel> channels;               // where it applies; empty: everywhere the grid does
    std::shared_ptr<const Condition> applies_when;  // null: always; where it does not hold the answer is na
    std::shared_ptr<const AnswerRule> rule;      // null: people answer it
    std::optional<JudgeMark> judge;              // yes/no criteria only
};

struct Section {
    std::string id;
    Localised title;
    std::vector<Criterion> criteria;
};

struct Grid {
    std::string name;
    int version = 1;
    Localised title, description;
    std::vector<Channel> channels;  // where the grid is used; empty: everywhere
    double unknown_below = 0.55;    // a machine answer less sure than this is unknown
    bool critical_zeroes = false;   // one critical error brings the score to 0
    std::vector<Section> sections;
    std::shared_ptr<const learning::ChoiceModel> learned;  // from judged conversations; null: the rows answer alone

    const Criterion* find(std::string_view id) const;
};

// The signals that its rule and `applies_when` look at, each once.
std::vector<std::string> signals_of(const Criterion& criterion);

std::string_view to_string(Critical critical);  // "none", "customer", "business", "compliance"
std::string_view to_string(Scale scale);        // "yes_no", "one_to_five", "numeric"

// Every mistake of the file at once, each with its line and column and a cure.
struct GridCheck {
    std::optional<Grid> grid;  // present when there are no errors
    std::vector<Error> errors;
    std::vector<Warning> warnings;
};
GridCheck read_grid(std::string_view yaml, const std::string& source);

// `name_or_file`: a file, or a name found in knowledge/grids, with what was learned for it. The first mistake of a wrong
// file; `read_grid` tells all.
Result<Grid> load_grid(std::string_view name_or_file, const std::filesystem::path& knowledge);

}  // namespace repere::grid
