#include "signals/word_lists.hpp"

namespace repere::signals {
namespace {

std::shared_ptr<const WordList> read_list(YamlReader& yaml, const YAML::Node& node, const PatternContext& context) {
    auto list = std::make_shared<WordList>();
    yaml.each_text(node, [&](const YAML::Node& entry, const std::string& text) {
        auto units = compile_entry(text, context);
        if (units) {
            list->add(std::move(*units));
        } else {
            yaml.mistake(entry, units.error().key, units.error().details, units.error().at);
        }
    });
    if (node.IsSequence() && node.size() == 0) yaml.mistake(node, "signals.list.empty");
    list->finish();
    return list;
}

}  // namespace

SharedLists::SharedLists(const std::filesystem::path& knowledge, PatternContext context)
    : context_(std::move(context)) {
    for (const auto& file : yaml_files(knowledge / "lexicons" / context_.language)) {
        auto yaml = open_yaml(file);
        if (!yaml) {
            errors_.push_back(std::move(yaml.error()));
            continue;
        }
        if (yaml->root().IsMap()) {
            for (const auto& row : yaml->root()) {
                if (row.first.IsScalar() && row.second.IsSequence()) {
                    sources_.emplace(row.first.Scalar(), std::pair{files_.size(), row.second});
                }
            }
        }
        files_.push_back(std::move(*yaml));
    }
}

std::shared_ptr<const WordList> SharedLists::find(std::string_view name) {
    if (const auto done = compiled_.find(name); done != compiled_.end()) return done->second;
    const auto source = sources_.find(name);
    if (source == sources_.end()) return nullptr;
    YamlReader& yaml = files_[source->second.first];
    const std::size_t before = yaml.errors.size();
    auto list = read_list(yaml, source->second.second, context_);
    errors_.insert(errors_.end(), yaml.errors.begin() + static_cast<std::ptrdiff_t>(before), yaml.errors.end());
    compiled_.emplace(name, list);
    return list;
}

void FileLists::define(YamlReader& yaml, const YAML::Node& node) {
    if (!yaml.expect_map(node)) return;
    for (const auto& row : node) own_.insert_or_assign(row.first.Scalar(), read_list(yaml, row.second, context_));
}

std::shared_ptr<const WordList> FileLists::find(std::string_view name) {
    const auto found = own_.find(name);
    return found != own_.end() ? found->second : shared_.find(name);
}

}  // namespace repere::signals
