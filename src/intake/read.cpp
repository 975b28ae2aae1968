#include "intake/read.hpp"

#include <algorithm>

#include "intake/metadata.hpp"
#include "intake/visit.hpp"

namespace repere::intake {
namespace {

Visitor gathering(Batch<Interaction>& batch) {
    return {.interaction =
                [&](Interaction&& one, const Place& place) {
                    batch.items.push_back(std::move(one));
                    batch.places.push_back(place);
                    return true;
                },
            .error = [&](const Error& error) { batch.errors.push_back(error); },
            .warning = [&](const Warning& warning) { batch.warnings.push_back(warning); }};
}

}  // namespace

Status IntakeConfig::validate() const {
    if (!name_pattern.empty()) {
        if (Status good = check_pattern(name_pattern); !good) return good;
    }
    for (const std::string& address : agent_addresses) {
        const auto is_bad = [](char c) { return c <= ' ' || c == '<' || c == '>' || (c >= 'A' && c <= 'Z'); };
        if (address.empty() || std::any_of(address.begin(), address.end(), is_bad)) {
            return fail(ErrorCode::kConfiguration, "intake.config.address", {{"address", address}});
        }
    }
    return {};
}

Status visit(const std::vector<std::filesystem::path>& paths, const IntakeConfig& config, const Visitor& visitor) {
    auto state = Visit::open(config, visitor);
    if (!state) return fail(state.error());
    for (const auto& path : paths) state->path(path);
    state->finish();
    return {};
}

Batch<Interaction> read_path(const std::filesystem::path& path, const IntakeConfig& config) {
    Batch<Interaction> batch;
    if (const Status status = visit({path}, config, gathering(batch)); !status) batch.errors.push_back(status.error());
    return batch;
}

Batch<Interaction> read_document(std::string_view content, const std::string& name, const IntakeConfig& config) {
    Batch<Interaction> batch;
    const Visitor visitor = gathering(batch);
    auto state = Visit::open(config, visitor);
    if (!state) {
        batch.errors.push_back(state.error());
        return batch;
    }
    state->document(content, name);
    state->finish();
    return batch;
}

}  // namespace repere::intake
