// How many written or transcribed conversations one core analyses a second: tokens, signals, personal data, topics,
// outcome, measures and the filled grid. Beside it, in the same run and on the same conversations, a JavaScript library
// that does one part of that work, the redaction (npm redact-pii).
//
//   bench_text [--seconds N] [FILE…]      default: examples/labels
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analysis/analysis.hpp"
#include "conversation/json.hpp"
#include "core/files.hpp"
#include "grid/evaluation.hpp"

namespace {

using namespace repere;
namespace fs = std::filesystem;

std::vector<fs::path> default_files() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(fs::path(REPERE_SOURCE_DIR) / "examples" / "labels")) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Conversations a second of the peer; nothing where it cannot be installed or run.
std::optional<double> peer(const std::vector<fs::path>& files, double seconds) {
    const fs::path folder = fs::path(REPERE_CACHE_DIR) / "bench";
    const fs::path modules = folder / "node_modules";
    if (!fs::exists(modules / "redact-pii")) {
        const std::string install = fmt::format("npm install --silent --ignore-scripts --no-save --prefix '{}' redact-pii@3.4.0 >/dev/null 2>&1", folder.string());
        if (std::system(install.c_str()) != 0) return std::nullopt;
    }
    std::string command = fmt::format("node '{}/bench/peers/redact-pii.mjs' '{}' {}", REPERE_SOURCE_DIR, folder.string(), seconds);
    for (const auto& file : files) command += " '" + file.string() + "'";
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return std::nullopt;
    std::array<char, 64> line{};
    const bool read = std::fgets(line.data(), line.size(), pipe) != nullptr;
    if (::pclose(pipe) != 0 || !read) return std::nullopt;
    return std::strtod(line.data(), nullptr);
}

int complain(const Error& error) {
    fmt::print(stderr, "{} {}\n", to_string(error.place), error.key);
    return 1;
}

int run(double seconds, const std::vector<fs::path>& files) {
    const auto home = find_home();
    if (!home) return complain(home.error());
    const auto load_begin = std::chrono::steady_clock::now();
    const auto analyzer = analysis::Analyzer::load(*home);
    if (!analyzer) return complain(analyzer.error());
    const auto grid = grid::load_grid("standard", *home / "knowledge");
    if (!grid) return complain(grid.error());
    const double load = seconds_since(load_begin);
    std::vector<Interaction> conversations;
    std::size_t turns = 0;
    for (const auto& file : files) {
        const auto text = read_file(file);
        if (!text) return complain(text.error());
        for (auto& item : read_labelled_json(*text, file.string()).items) {
            turns += item.interaction.turns.size();
            conversations.push_back(std::move(item.interaction));
        }
    }
    std::size_t moments = 0;  // keeps the work from being thought useless
    const auto pass = [&]() -> Status {
        for (const auto& conversation : conversations) {
            const auto analysis = analyzer->analyze(conversation, {});
            if (!analysis) return fail(analysis.error());
            moments += analysis->moments.size() + grid::evaluate(*grid, *analysis).criteria.size();
        }
        return {};
    };
    if (const auto warm = pass(); !warm) return complain(warm.error());
    const auto begin = std::chrono::steady_clock::now();
    std::size_t passes = 0;
    do {
        if (const auto done = pass(); !done) return complain(done.error());
        ++passes;
    } while (seconds_since(begin) < seconds);
    const double rate = static_cast<double>(passes * conversations.size()) / seconds_since(begin);
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    fmt::print("{} conversations of {:.1f} turns, one core\n", conversations.size(), double(turns) / double(conversations.size()));
    fmt::print("loading rules, lexicons and grids  {:.2f} s\n", load);
    fmt::print("whole text analysis                {:.0f} conversations/s ({} findings)\n", rate, moments);
    fmt::print("peak memory                        {} MB\n", usage.ru_maxrss / 1024);
    const auto other = peer(files, seconds);
    if (other) fmt::print("redact-pii 3.4.0 (redaction alone) {:.0f} conversations/s\n", *other);
    fmt::print("RESULT {{\"conversations_per_s\": {:.1f}, \"peer_conversations_per_s\": {}, \"ratio_to_peer\": {}}}\n", rate,
               other ? fmt::format("{:.1f}", *other) : "null", other ? fmt::format("{:.2f}", rate / *other) : "null");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    double seconds = 3;
    std::vector<fs::path> files;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--seconds" && i + 1 < argc) {
            seconds = std::strtod(argv[++i], nullptr);
        } else {
            files.emplace_back(argv[i]);
        }
    }
    return run(seconds, files.empty() ? default_files() : files);
}
