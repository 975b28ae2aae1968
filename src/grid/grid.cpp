#include "grid/grid.hpp"

namespace repere::grid {

const Criterion* Grid::find(std::string_view id) const {
    for (const auto& section : sections) {
        for (const auto& criterion : section.criteria) {
            if (criterion.id == id) return &criterion;
        }
    }
    return nullptr;
}

std::string_view to_string(Critical critical) {
    switch (critical) {
        case Critical::kCustomer: return "customer";
        case Critical::kBusiness: return "business";
        case Critical::kCompliance: return "compliance";
        case Critical::kNone: break;
    }
    return "none";
}

std::string_view to_string(Scale scale) {
    switch (scale) {
        case Scale::kOneToFive: return "one_to_five";
        case Scale::kNumeric: return "numeric";
        case Scale::kYesNo: break;
    }
    return "yes_no";
}

}  // namespace repere::grid
