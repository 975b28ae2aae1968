#include "intake/exports.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "conversation/json_source.hpp"
#include "intake/encoding.hpp"
#include "intake/mapped.hpp"
#include "intake/table.hpp"

namespace repere::intake {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxNamesShown = 30;

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < kMaxNamesShown; ++i) text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > kMaxNamesShown ? text + ", …" : text;
}

// The mapping for `names` (columns or keys), where `has` says whether a path is there.
template <class Has>
Result<const Mapping*> choose(const std::vector<Mapping>& mappings, Mapping::Format format, const std::string& name,
                              const std::vector<std::string>& names, Has has) {
    const Mapping* best = nullptr;
    const Mapping* nearest = nullptr;
    std::string missing;
    double nearness = 0.49;  // a mapping half of whose columns are there was meant
    std::string known;
    for (const Mapping& mapping : mappings) {
        if (mapping.format != format) continue;
        known += (known.empty() ? "" : ", ") + mapping.name;
        if (!name.empty() && mapping.name != name) continue;
        std::size_t found = 0;
        std::string first_missing;
        for (const std::string& path : mapping.recognise) {
            if (has(mapping, path)) ++found;
            else if (first_missing.empty()) first_missing = path;
        }
        if (first_missing.empty()) {
            if (best == nullptr || mapping.recognise.size() > best->recognise.size()) best = &mapping;
        } else if (const double share = name.empty() ? static_cast<double>(found) / static_cast<double>(mapping.recognise.size()) : 1.0;
                   share > nearness) {
            nearness = share;
            nearest = &mapping;
            missing = first_missing;
        }
    }
    if (best != nullptr) return best;
    const bool is_table = format == Mapping::Format::kTable;
    if (nearest != nullptr) {
        return fail(ErrorCode::kInvalidInput, is_table ? "intake.csv.column_missing" : "intake.export.key_missing",
                    {{"column", missing}, {"mapping", nearest->name}, {"columns", listed(names)}});
    }
    if (!name.empty()) return fail(ErrorCode::kConfiguration, "intake.mapping.unknown", {{"mapping", name}, {"mappings", known}});
    return fail(ErrorCode::kUnsupported, "intake.mapping.none", {{"columns", listed(names)}, {"mappings", known}});
}

Error at(Error error, Place place) {
    error.place = std::move(place);
    return error;
}

std::vector<std::string> keys_of(const json& record) {
    std::vector<std::string> keys;
    if (!record.is_object()) return keys;
    for (const auto& [key, value] : record.items()) keys.push_back(key);
    return keys;
}

// The list of records, or the one record, at the first of the mapping's places that has any.
const json* records_of(const json& document, const Mapping& mapping) {
    for (const std::string& path : mapping.records) {
        const json* found = value_at(document, path, Mapping::Format::kJson);
        if (found != nullptr && (path.empty() || found->is_array() || found->is_object())) return found;
    }
    return nullptr;
}

bool has_key(const json& document, const Mapping& mapping, const std::string& path) {
    const json* records = records_of(document, mapping);
    if (records == nullptr || (records->is_array() && records->empty())) return false;
    return value_at(records->is_array() ? records->front() : *records, path, Mapping::Format::kJson) != nullptr;
}

// The keys a person would look at: of the first record where there is a list.
const json& shown(const json& document) { return document.is_array() && !document.empty() ? document.front() : document; }

}  // namespace

Batch<Interaction> read_table_export(std::string_view bytes, const std::string& source, const std::vector<Mapping>& mappings,
                                     const std::string& name, const Limits& limits) {
    Batch<Interaction> batch;
    auto table = read_table(bytes, source);
    if (!table) {
        batch.errors.push_back(table.error());
        return batch;
    }
    const auto mapping = choose(mappings, Mapping::Format::kTable, name, table->header,
                                [&](const Mapping&, const std::string& column) { return table->column(column).has_value(); });
    if (!mapping) {
        batch.errors.push_back(at(mapping.error(), {source, 1}));
        return batch;
    }
    batch.errors = std::move(table->errors);
    batch.warnings = std::move(table->warnings);
    std::vector<std::string> columns;
    for (const std::string& column : table->header) columns.push_back(folded(column));
    Mapped mapped(**mapping, limits, batch);
    for (Row& row : table->rows) {
        json record = json::object();
        for (std::size_t i = 0; i < columns.size(); ++i) record[columns[i]] = std::move(row.cells[i]);
        mapped.take_message(record, {source, row.line});
    }
    mapped.finish();
    return batch;
}

Batch<Interaction> read_json_export(std::string_view bytes, const std::string& source, const std::vector<Mapping>& mappings,
                                    const std::string& name, const Limits& limits) {
    Batch<Interaction> batch;
    const auto examined = json_source::examine(bytes, source, limits.document.max_depth);
    if (!examined) {
        batch.errors.push_back(examined.error());
        return batch;
    }
    const Mapping* mapping = nullptr;
    std::optional<Mapped> mapped;
    for (std::size_t i = 0; i < examined->pieces.size(); ++i) {
        const bool is_listed = examined->is_array || examined->pieces.size() > 1;
        const std::string prefix = is_listed ? "[" + std::to_string(i) + "]" : "";
        const auto document = json_source::parse(bytes, examined->pieces[i], source, prefix);
        if (!document) {
            batch.errors.push_back(document.error());
            continue;
        }
        if (mapping == nullptr) {
            const auto chosen = choose(mappings, Mapping::Format::kJson, name, keys_of(shown(*document)),
                                       [&](const Mapping& m, const std::string& path) { return has_key(*document, m, path); });
            if (!chosen) {
                batch.errors.push_back(at(chosen.error(), {source, 0, 0, prefix}));
                return batch;
            }
            mapping = *chosen;
            mapped.emplace(*mapping, limits, batch);
        }
        const json* records = records_of(*document, *mapping);
        if (records == nullptr) continue;
        const auto take = [&](const json& record, const std::string& path) {
            if (mapping->messages.empty()) mapped->take_message(record, {source, 0, 0, path});
            else mapped->take_conversation(record, {source, 0, 0, path});
        };
        if (!records->is_array()) {
            take(*records, prefix);
            continue;
        }
        for (std::size_t k = 0; k < records->size(); ++k) take((*records)[k], prefix + "[" + std::to_string(k) + "]");
    }
    if (mapped) mapped->finish();
    if (!examined->is_closed && batch.errors.empty()) {
        batch.errors.push_back({ErrorCode::kInvalidInput, "conversation.json.truncated", {}, {source}});
    }
    return batch;
}

}  // namespace repere::intake
