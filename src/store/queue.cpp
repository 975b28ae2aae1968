// The queue's half of a Store: claims, results, failures.
#include <nlohmann/json.hpp>

#include "analysis/json.hpp"
#include "conversation/json.hpp"
#include "store/process_name.hpp"
#include "store/store_impl.hpp"

namespace repere::store {

using Json = nlohmann::ordered_json;

namespace {

void insert_moments(SQLite::Database& database, std::int64_t analysis, const std::vector<signals::Moment>& moments) {
    SQLite::Statement insert(database, "INSERT INTO moment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const auto& moment = moments[i];
        insert.bind(1, analysis);
        insert.bind(2, static_cast<std::int64_t>(i));
        insert.bind(3, moment.signal);
        insert.bind(4, static_cast<std::int64_t>(moment.turn));
        insert.bind(5, static_cast<std::int64_t>(moment.span.begin));
        insert.bind(6, static_cast<std::int64_t>(moment.span.end));
        insert.bind(7, moment.quote);
        insert.bind(8, moment.confidence);
        insert.bind(9, moment.source);
        moment.start ? insert.bind(10, *moment.start) : insert.bind(10);
        moment.end ? insert.bind(11, *moment.end) : insert.bind(11);
        insert.exec();
        insert.reset();
    }
}

}  // namespace

Result<std::optional<Claim>> Store::claim(double lease) {
    return guarded(impl_->file, [&]() -> Result<std::optional<Claim>> {
        const std::int64_t now = milliseconds(impl_->clock());
        SQLite::Statement next(*impl_->database, R"sql(
            UPDATE interaction SET claimed_until = :until, claimed_by = :me
            WHERE number = (SELECT number FROM interaction
                            WHERE state = 'queued' AND (claimed_until IS NULL OR claimed_until < :now)
                            ORDER BY number LIMIT 1)
            RETURNING number, document, source)sql");
        next.bind(":me", this_process());
        next.bind(":until", now + static_cast<std::int64_t>(lease * 1000));
        next.bind(":now", now);
        if (!next.executeStep()) return std::optional<Claim>{};
        Claim claim{.number = next.getColumn(0).getInt64(), .interaction = {}};
        const std::string source = next.getColumn(2).getString();
        auto read = read_native_json(next.getColumn(1).getString(), source);
        next.executeStep();
        if (!read.errors.empty()) return fail(read.errors.front());
        claim.interaction = std::move(read.items.front());
        return std::optional<Claim>(std::move(claim));
    });
}

Status Store::complete(const Claim& claim, const analysis::Analysis& analysis, const grid::Evaluation& evaluation,
                       const Messages& messages) {
    return guarded(impl_->file, [&]() -> Status {
        SQLite::Database& database = *impl_->database;
        const std::string document = analysis::to_json_text(analysis, messages, {});
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement insert(database,
                                 "INSERT INTO analysis (interaction, created_at, versions, document) VALUES (?, ?, ?, ?)");
        insert.bind(1, claim.number);
        insert.bind(2, milliseconds(impl_->clock()));
        insert.bind(3, Json(analysis.versions).dump());
        insert.bind(4, document);
        insert.exec();
        const std::int64_t number = database.getLastInsertRowid();
        insert_moments(database, number, analysis.moments);
        SQLite::Statement judged(database,
                                 "INSERT INTO evaluation (analysis, grid, version, score, document) VALUES (?, ?, ?, ?, ?)");
        judged.bind(1, number);
        judged.bind(2, evaluation.grid);
        judged.bind(3, evaluation.version);
        evaluation.score ? judged.bind(4, *evaluation.score) : judged.bind(4);
        judged.bind(5, grid::to_json(evaluation, messages).dump());
        judged.exec();
        SQLite::Statement done(database, R"sql(
            UPDATE interaction SET state = 'done', claimed_by = NULL, claimed_until = NULL, failure = NULL, language = ?, duration = ?,
                                   document = ? WHERE number = ?)sql");
        done.bind(1, analysis.interaction.language);
        if (const auto duration = duration_of(analysis.interaction)) done.bind(2, *duration);
        done.bind(3, repere::to_json(analysis.interaction).dump());
        done.bind(4, claim.number);
        done.exec();
        if (claim.interaction.turns.empty()) index_words(database, claim.number, analysis.interaction);
        transaction.commit();
        return {};
    });
}

Status Store::fail_claim(const Claim& claim, const Error& error) {
    return guarded(impl_->file, [&]() -> Status {
        SQLite::Statement failed(
            *impl_->database,
            "UPDATE interaction SET state = 'failed', claimed_by = NULL, claimed_until = NULL, failure = ? WHERE number = ?");
        failed.bind(1, Json{{"key", error.key}, {"details", error.details}}.dump());
        failed.bind(2, claim.number);
        failed.exec();
        return {};
    });
}

Status Store::release_dead_claims() {
    return guarded(impl_->file, [&]() -> Status {
        std::vector<std::string> dead;
        SQLite::Statement holders(*impl_->database, "SELECT DISTINCT claimed_by FROM interaction WHERE claimed_by NOT NULL");
        while (holders.executeStep()) {
            const std::string holder = holders.getColumn(0).getString();
            if (is_gone(holder)) dead.push_back(holder);
        }
        SQLite::Statement release(*impl_->database,
                                  "UPDATE interaction SET claimed_by = NULL, claimed_until = NULL WHERE claimed_by = ?");
        for (const auto& holder : dead) {
            release.bind(1, holder);
            release.exec();
            release.reset();
        }
        return {};
    });
}

Status Store::requeue_failed() {
    return guarded(impl_->file, [&]() -> Status {
        impl_->database->exec("UPDATE interaction SET state = 'queued' WHERE state = 'failed'");
        return {};
    });
}

}  // namespace repere::store
