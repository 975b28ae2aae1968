// The `judge:` section of repere.yaml (docs/judge.md): where the judge is, what it may cost, how far it is trusted.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/result.hpp"

namespace repere::judge {

struct BudgetLimits {
    std::size_t calls_per_conversation = 20;
    std::size_t tokens_per_conversation = 100'000;  // read and written
    std::size_t calls_per_day = 20'000;             // UTC days, over all processes that share the folder
    std::size_t tokens_per_day = 50'000'000;
};

struct CacheLimits {
    bool enabled = true;
    double days = 30;  // an answer older than this is asked again
    std::size_t megabytes = 100;
};

struct JudgeConfig {
    std::string url;    // of the server, "http://gpu.local:8080"; /v1/chat/completions is added
    std::string model;
    std::string api_key_env;             // name of the environment variable that holds the key
    std::filesystem::path api_key_file;  // or a file of one line
    std::filesystem::path ca_file;       // certificate authority of the company's own
    bool allow_public = false;
    double timeout = 60;                 // seconds a call
    unsigned concurrency = 2;            // calls under way at once
    unsigned retries = 2;                // after 429 and 503
    double first_wait = 1;               // seconds before the first retry, doubled for each further one
    double longest_wait = 30;            // a Retry-After above this is not waited for
    int seed = 0;
    std::size_t reply_tokens = 400;
    bool json_schema = true;             // asks for the reply's form by response_format, as long as the server takes it
    std::size_t transcript_limit = 24'000;  // code points of transcript a call
    double confidence_cap = 0.6;            // of answers to criteria that are not in `confirmed`
    std::map<std::string, double> confirmed;  // criterion → share of its answers that people confirmed
    std::filesystem::path folder = "repere-data/judge";  // cache and the day's count
    BudgetLimits budget;
    CacheLimits cache;

    // kConfiguration where the address will not do (judge/address.hpp) or the model has no name.
    Status validate() const;
};

// The section of this file; nothing where the file or the section is absent, or says `enabled: false`. Relative paths
// start from the file's folder. kConfiguration with line and column at the first mistake.
Result<std::optional<JudgeConfig>> read_config(const std::filesystem::path& file);

}  // namespace repere::judge
