// What every command has: its texts, its folders, where it writes. One object, made in main and handed down.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "analysis/analysis.hpp"
#include "core/messages.hpp"
#include "core/result.hpp"
#include "grid/grid.hpp"
#include "judge/judge.hpp"
#include "store/store.hpp"

namespace CLI {
class App;
}

namespace repere::cli {

constexpr const char* kSettingsFile = "repere.yaml";  // of the current folder
constexpr int kDone = 0;
constexpr int kSomeFailed = 1;

struct Context {
    std::filesystem::path home;  // holds knowledge/ and messages/
    Messages messages;
    bool quiet = false;
    std::string store_address;   // from repere.yaml, REPERE_STORE or --store, the later wins
    std::stop_token stop;        // Ctrl-C asks for it
    int exit_code = kDone;

    std::filesystem::path knowledge() const { return home / "knowledge"; }
    std::string text(std::string_view key, const Details& details = {}) const { return messages.text(key, details); }
    store::StoreConfig store() const { return {.address = store_address}; }

    // On standard error. A note is not shown with --quiet, an error always is.
    void note(const std::string& line) const;
    void error(const Error& error);     // also sets the exit code to the error's own
    void input_error(const Error& error);  // one input failed, the others go on: exit code 1
    void warning(const Warning& warning) const;
};

// Loads what analysing needs; on failure tells it, sets the exit code and returns nothing.
std::optional<analysis::Analyzer> load_analyzer(Context& context);
std::optional<grid::Grid> load_grid(Context& context, const std::string& name_or_file);
// The judge that repere.yaml describes, or nothing where it describes none. A section that is wrong is told, and is an error.
Result<std::optional<judge::Judge>> load_judge(Context& context);
std::optional<store::Store> open_store(Context& context);

// One function a command, each in its own file: declares its options and what to run.
void add_analyze(CLI::App& app, Context& context);
void add_benchmark(CLI::App& app, Context& context);
void add_demo(CLI::App& app, Context& context);
void add_export(CLI::App& app, Context& context);
void add_grid(CLI::App& app, Context& context);
void add_import(CLI::App& app, Context& context);
void add_list(CLI::App& app, Context& context);
void add_redact(CLI::App& app, Context& context);
void add_rules(CLI::App& app, Context& context);
void add_search(CLI::App& app, Context& context);
void add_show(CLI::App& app, Context& context);
void add_themes(CLI::App& app, Context& context);
void add_train(CLI::App& app, Context& context);
void add_transcribe(CLI::App& app, Context& context);
void add_worker(CLI::App& app, Context& context);

}  // namespace repere::cli
