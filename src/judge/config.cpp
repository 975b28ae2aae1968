#include "judge/config.hpp"

#include <cmath>

#include "core/yaml_reader.hpp"
#include "judge/address.hpp"

namespace repere::judge {
namespace {

constexpr double kMany = 1e12;

class SectionReader {
  public:
    SectionReader(YamlReader& reader, const std::filesystem::path& folder) : reader_(reader), folder_(folder) {}

    std::optional<JudgeConfig> read(const YAML::Node& node) {
        JudgeConfig config;
        if (!reader_.expect_map(node, {"enabled", "url", "model", "api_key_env", "api_key_file", "ca_file", "allow_public",
                                       "timeout", "concurrency", "retries", "longest_wait", "seed", "reply_tokens",
                                       "json_schema", "transcript_limit", "confidence_cap", "confirmed", "folder", "budget",
                                       "cache"})) {
            return std::nullopt;
        }
        bool enabled = true;
        truth(node["enabled"], enabled);
        if (!enabled) return std::nullopt;
        required(node, "url", config.url);
        required(node, "model", config.model);
        text(node["api_key_env"], config.api_key_env);
        path(node["api_key_file"], config.api_key_file);
        path(node["ca_file"], config.ca_file);
        truth(node["allow_public"], config.allow_public);
        number(node["timeout"], config.timeout, 0.1, 3600);
        count(node["concurrency"], config.concurrency, 1, 64);
        count(node["retries"], config.retries, 0, 10);
        number(node["longest_wait"], config.longest_wait, 0, 3600);
        count(node["seed"], config.seed, 0, 2'147'483'647);
        count(node["reply_tokens"], config.reply_tokens, 50, 100'000);
        truth(node["json_schema"], config.json_schema);
        count(node["transcript_limit"], config.transcript_limit, 1000, 1'000'000);
        number(node["confidence_cap"], config.confidence_cap, 0, 1);
        confirmed(node["confirmed"], config);
        path(node["folder"], config.folder);
        budget(node["budget"], config.budget);
        cache(node["cache"], config.cache);
        if (config.folder.is_relative()) config.folder = folder_ / config.folder;
        check_url(node, config);
        return config;
    }

  private:
    void required(const YAML::Node& map, const char* key, std::string& into) {
        if (!map[key]) return reader_.mistake(map, "judge.config.missing", {{"key", key}});
        text(map[key], into);
    }
    void text(const YAML::Node& node, std::string& into) {
        if (!node) return;
        if (const auto value = reader_.text_of(node)) into = *value;
    }
    void path(const YAML::Node& node, std::filesystem::path& into) {
        std::string value;
        text(node, value);
        if (value.empty()) return;
        into = value;
        if (into.is_relative()) into = folder_ / into;
    }
    void truth(const YAML::Node& node, bool& into) {
        if (!node) return;
        if (const auto value = reader_.truth_of(node)) into = *value;
    }
    void number(const YAML::Node& node, double& into, double least, double most) {
        if (!node) return;
        if (const auto value = reader_.number_of(node, least, most)) into = *value;
    }
    template <class Whole>
    void count(const YAML::Node& node, Whole& into, double least, double most) {
        double value = static_cast<double>(into);
        number(node, value, least, most);
        if (value != std::floor(value)) return reader_.mistake(node, "judge.config.not_whole");
        into = static_cast<Whole>(value);
    }
    void confirmed(const YAML::Node& node, JudgeConfig& config) {
        if (!node || !reader_.expect_map(node)) return;
        for (const auto& row : node) number(row.second, config.confirmed[row.first.Scalar()], 0, 1);
    }
    void budget(const YAML::Node& node, BudgetLimits& limits) {
        if (!node || !reader_.expect_map(node, {"calls_per_conversation", "tokens_per_conversation", "calls_per_day",
                                                "tokens_per_day"})) {
            return;
        }
        count(node["calls_per_conversation"], limits.calls_per_conversation, 0, kMany);
        count(node["tokens_per_conversation"], limits.tokens_per_conversation, 0, kMany);
        count(node["calls_per_day"], limits.calls_per_day, 0, kMany);
        count(node["tokens_per_day"], limits.tokens_per_day, 0, kMany);
    }
    void cache(const YAML::Node& node, CacheLimits& limits) {
        if (!node || !reader_.expect_map(node, {"enabled", "days", "megabytes"})) return;
        truth(node["enabled"], limits.enabled);
        number(node["days"], limits.days, 0, 3650);
        count(node["megabytes"], limits.megabytes, 1, 1'000'000);
    }
    void check_url(const YAML::Node& node, const JudgeConfig& config) {
        if (!reader_.errors.empty()) return;
        const auto valid = config.validate();
        if (!valid) reader_.mistake(node["url"], valid.error().key, valid.error().details);
    }

    YamlReader& reader_;
    const std::filesystem::path& folder_;
};

}  // namespace

Status JudgeConfig::validate() const {
    const auto address = parse_address(url);
    if (!address) return fail(address.error());
    if (model.empty()) return fail(ErrorCode::kConfiguration, "judge.config.missing", {{"key", "model"}});
    return check_address(*address, allow_public);
}

Result<std::optional<JudgeConfig>> read_config(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return std::nullopt;
    auto reader = open_yaml(file);
    if (!reader) return fail(reader.error());
    if (!reader->root().IsMap() || !reader->root()["judge"]) return std::nullopt;
    const auto folder = file.parent_path();
    auto config = SectionReader(*reader, folder).read(reader->root()["judge"]);
    if (!reader->errors.empty()) return fail(reader->errors.front());
    return config;
}

}  // namespace repere::judge
