// repere export interactions|moments|evaluations: what is kept, for other programs.
#include "insight/export.hpp"

#include <map>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/context.hpp"
#include "core/files.hpp"

namespace repere::cli {
namespace {

const std::map<std::string, insight::What> kWhat{{"interactions", insight::What::kInteractions},
                                                 {"moments", insight::What::kMoments},
                                                 {"evaluations", insight::What::kEvaluations}};
const std::map<std::string, insight::Format> kFormats{
    {"json", insight::Format::kJson}, {"csv", insight::Format::kCsv}, {"vcon", insight::Format::kVcon}};

struct Options {
    insight::What what = insight::What::kInteractions;
    insight::Format format = insight::Format::kJson;
    std::string output;
};

void run(Context& context, const Options& options) {
    const auto store = open_store(context);
    if (!store) return;
    std::string collected;
    const bool to_file = !options.output.empty();
    const auto exported = insight::export_from(*store, options.what, options.format, [&](std::string_view line) {
        to_file ? void(collected += line) : fmt::print("{}", line);
    });
    if (!exported) return context.error(exported.error());
    if (to_file) {
        if (const auto written = write_file(options.output, collected); !written) context.error(written.error());
    }
}

}  // namespace

void add_export(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("export", context.text("cli.export.help"));
    command->add_option("WHAT", options->what, context.text("cli.option.what"))
        ->required()
        ->transform(CLI::CheckedTransformer(kWhat).description("interactions|moments|evaluations"));
    command->add_option("--format", options->format, context.text("cli.option.format"))
        ->transform(CLI::CheckedTransformer(kFormats).description("json|csv|vcon"));
    command->add_option("--output", options->output, context.text("cli.option.output_file"));
    command->callback([options, &context] { run(context, *options); });
}

}  // namespace repere::cli
