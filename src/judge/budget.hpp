// What the judge may cost: calls and tokens of one conversation, and of a UTC day over all processes of a folder.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "core/result.hpp"
#include "core/time.hpp"
#include "judge/config.hpp"

namespace repere::judge {

struct Spent {
    std::size_t calls = 0;
    std::size_t tokens = 0;
};

// The day's count lives in a file under a lock, so it survives restarts. Thread-safe.
class DayBudget {
  public:
    // kEnvironment where the folder cannot be written.
    static Result<DayBudget> open(const std::filesystem::path& folder, const BudgetLimits& limits, Clock clock);

    // Books one call of so many tokens before it is made. False where the day has no room for it.
    Result<bool> book(std::size_t tokens) const;

    // What the call really took, in place of what was booked.
    Status settle(std::size_t booked, std::size_t taken) const;

  private:
    std::filesystem::path file_;
    BudgetLimits limits_;
    Clock clock_;
};

}  // namespace repere::judge
