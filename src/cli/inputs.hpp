// The PATH… of a command and the options that say how to read them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "cli/context.hpp"

namespace repere::cli {

struct InputOptions {
    std::vector<std::string> paths;
    std::string metadata;       // side file
    std::string name_pattern;   // "{date}_{agent}_{queue}"
    std::string mapping;        // of CSV and JSON exports; empty: recognised
    std::vector<std::string> agent_addresses;  // whose e-mails are an agent's
    std::string agent_channel;  // left, right
    std::string language = "auto";
    std::string engine = "pocketsphinx";
    std::string model;
    unsigned jobs = 0;  // 0: one a core

    unsigned threads() const;
    Result<analysis::AnalyzeConfig> analyze_config() const;
};

void add_reading_options(CLI::App& command, InputOptions& options, const Context& context);
void add_hearing_options(CLI::App& command, InputOptions& options, const Context& context);

// Calls `take` for each conversation, in order; tells every input that failed and goes on. "-" is one native JSON
// document on standard input. Having found nothing at all is an error, too.
void for_each_interaction(Context& context, const InputOptions& options,
                          const std::function<void(Interaction, const std::string& source)>& take);

}  // namespace repere::cli
