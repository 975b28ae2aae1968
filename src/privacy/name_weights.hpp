// What each sign of a person's name weighs, 0 … 1, from knowledge/privacy/people.yaml, which says what each means.
#pragma once

#include <filesystem>

#include "core/result.hpp"

namespace repere::privacy {

struct NameWeights {
    struct Own {
        double first_name_and_more = 0, first_name_and_more_capital = 0, first_name = 0, first_name_also_word = 0;
        double dictionary_first_name = 0, dictionary_first_name_capital = 0, initials = 0, holds_first_name = 0;
        double holds_first_name_capital = 0, listed_word = 0, listed_everyday_word = 0, capitals = 0, capitals_opening = 0;
        double capital = 0, capital_opening = 0, unheard_pair = 0, unheard_surname = 0;
    };
    struct Against {
        double place_before = 0, place_before_first_name = 0, article_before = 0, company_after = 0;
    };
    struct Around {
        double second_sign = 0, greeting_before = 0, greeting_before_mark = 0, addressed = 0, role_before = 0;
        double role_before_company = 0, role_presents = 0, introduced = 0, introduced_mark = 0, perhaps_introduced = 0;
        double perhaps_introduced_mark = 0, speaking_after = 0, relative_after = 0, greeting_after_agent = 0;
        double greeting_after = 0, company_after_agent = 0, opening_agent = 0, name_asked = 0, identity_asked = 0;
        double identity_asked_end = 0, customer_opens = 0, alone = 0, end_agent = 0, end = 0, number_after = 0;
        double birth_after = 0, list_after = 0, name_after = 0, agent_presents = 0;
    };
    struct Announced {
        double title = 0, weak_title = 0, phrase = 0, phrase_unknown = 0, answer = 0, answer_everyday_word = 0;
        double joined = 0, surname_first = 0, most = 0;
    };
    Own own;
    Against against;
    Around around;
    Announced announced;

    // Every weight must be given, once. A mistake is named with its line and column.
    static Result<NameWeights> load(const std::filesystem::path& file);
};

}  // namespace repere::privacy
