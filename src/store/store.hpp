// What is kept: interactions, their media, every analysis ever made of them, and the queue of those still to analyse.
//
// SQLite in one file (WAL), recordings in a folder beside it. One Store an open connection: give each thread its own.
// Every write is one transaction, so a process killed at any moment leaves whole interactions behind, queued or done.
// Errors: kEnvironment when the database refuses, kNotFound, kConflict.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.hpp"
#include "conversation/interaction.hpp"
#include "core/messages.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "grid/evaluation.hpp"

namespace repere::store {

struct StoreConfig {
    std::string address = "sqlite:repere-data/repere.db";
    Clock clock = system_clock();
    // The database file; kConfiguration for an address that is no "sqlite:FILE".
    Result<std::filesystem::path> file() const;
};

enum class Added { kNew, kAlreadyThere };

// A queued interaction that this connection has claimed.
struct Claim {
    std::int64_t number = 0;
    Interaction interaction;
};

// One row of `list`: what tables of conversations show.
struct Row {
    std::string id;
    std::string channel, language, state;
    std::optional<std::string> agent, team, site, queue, customer;
    std::optional<Instant> started_at;
    std::optional<double> duration, csat;
    std::string source;
    std::optional<std::string> analysis;    // JSON, the latest
    std::optional<std::string> evaluation;  // JSON, of the latest analysis
    std::optional<std::string> failure;     // JSON {"key", "details"}
};

struct Filter {
    std::optional<std::string> id, channel, agent, team, state;
    std::optional<Instant> since, until;  // started at or after, and before; those without a time are then left out
    std::size_t limit = 0;                // 0: all
};

struct Hit {
    std::string id;
    std::size_t turn = 0;
    std::string speaker;
    std::string excerpt;  // with the found words between « »
};

class Store {
  public:
    // Opens or makes the store and brings its schema up to date.
    static Result<Store> open(const StoreConfig& config);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    // Takes the interaction in and queues it. The same content twice is one interaction; another content under an id
    // that is taken is kConflict.
    Result<Added> add(const Interaction& interaction, std::string_view source);

    // The oldest queued interaction nobody holds, held for `lease` seconds; nothing when there is none.
    Result<std::optional<Claim>> claim(double lease = 600);
    // `evaluated` is the evaluation's JSON; both are written and the interaction marked done at once.
    Status complete(const Claim& claim, const analysis::Analysis& analysis, const grid::Evaluation& evaluation,
                    const Messages& messages);
    Status fail_claim(const Claim& claim, const Error& error);
    // Frees what processes of this machine held that are gone (killed, crashed): the next claim may take it at once.
    Status release_dead_claims();
    // Gives back to the queue what failed, so that the next run tries again.
    Status requeue_failed();

    Result<std::vector<Row>> list(const Filter& filter) const;
    // The same one by one, in constant memory; `visit` returns false to stop.
    Status each(const Filter& filter, const std::function<bool(Row&&)>& visit) const;
    Result<Interaction> interaction(std::string_view id) const;
    // Words, "a phrase", word*; accents and case do not count.
    Result<std::vector<Hit>> search(std::string_view words, std::size_t limit = 50) const;

    const std::filesystem::path& media_folder() const;

  private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace repere::store
