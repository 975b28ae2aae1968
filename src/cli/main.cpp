// repere: reads the command line and hands over to one command.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <system_error>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include "cli/context.hpp"
#include "core/files.hpp"

namespace repere::cli {
namespace {

// A thread that waits for Ctrl-C: the first asks to stop and lets what is under way end, the second ends at once.
// Must be made before any other thread, so that none of them is interrupted.
std::stop_source watch_interrupts() {
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGINT);
    ::sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::stop_source source;
    std::thread([signals, source]() mutable {
        int which = 0;
        ::sigwait(&signals, &which);
        source.request_stop();
        ::sigwait(&signals, &which);
        ::_exit(128 + which);
    }).detach();
    return source;
}

// repere.yaml of the current folder, then the environment.
Result<std::string> configured_store() {
    std::string address = store::StoreConfig{}.address;
    const std::filesystem::path file = kSettingsFile;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
        try {
            const auto node = YAML::LoadFile(file.string())["store"];
            if (node) address = node.as<std::string>();
        } catch (const YAML::Exception& e) {
            return fail(ErrorCode::kConfiguration, "cli.config_broken", {{"reason", e.msg}},
                        {file.string(), static_cast<std::size_t>(e.mark.line + 1),
                         static_cast<std::size_t>(e.mark.column + 1), ""});
        }
    }
    if (const char* value = std::getenv("REPERE_STORE"); value != nullptr && *value != '\0') address = value;
    return address;
}

std::optional<Context> make_context() {
    const auto home = find_home();
    if (!home) {
        fmt::print(stderr, "repere: knowledge/ and messages/ not found; set REPERE_HOME to the folder that holds them\n");
        return std::nullopt;
    }
    auto messages = Messages::load(*home / "messages", language_of_environment());
    if (!messages) {
        fmt::print(stderr, "repere: {}: {}\n", to_string(messages.error().place), messages.error().key);
        return std::nullopt;
    }
    return Context{.home = *home, .messages = std::move(*messages), .store_address = "", .stop = watch_interrupts().get_token()};
}

int run(int argc, char** argv) {
    auto context = make_context();
    if (!context) return traits(ErrorCode::kEnvironment).exit_code;
    auto store = configured_store();
    if (!store) {
        context->error(store.error());
        return context->exit_code;
    }
    context->store_address = std::move(*store);

    CLI::App app{context->text("cli.about"), "repere"};
    app.set_version_flag("--version", REPERE_VERSION);
    app.add_flag("--quiet", context->quiet, context->text("cli.option.quiet"));
    app.add_option("--store", context->store_address, context->text("cli.option.store"));
    app.require_subcommand(1);
    app.fallthrough();
    for (const auto add : {add_demo, add_analyze, add_transcribe, add_redact, add_grid, add_import, add_worker, add_list,
                           add_show, add_search, add_export, add_benchmark, add_rules, add_train, add_themes}) {
        add(app, *context);
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? kDone : traits(ErrorCode::kUsage).exit_code;
    }
    return context->exit_code;
}

}  // namespace
}  // namespace repere::cli

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return repere::cli::run(argc, argv);
    } catch (const std::system_error& e) {
        if (e.code() == std::errc::broken_pipe) return repere::cli::kDone;  // `repere … | head` has seen enough
        fmt::print(stderr, "repere: {}\n", e.what());
        return repere::traits(repere::ErrorCode::kEnvironment).exit_code;
    } catch (const std::exception& e) {
        fmt::print(stderr, "repere: {}\n", e.what());
        return repere::traits(repere::ErrorCode::kInternal).exit_code;
    }
}
