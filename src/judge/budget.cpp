#include "judge/budget.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <nlohmann/json.hpp>

#include "core/files.hpp"

namespace repere::judge {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Held against other threads and processes alike: each opening of the file has its own lock.
class Lock {
  public:
    explicit Lock(const fs::path& file) : descriptor_(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
        while (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {}
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    bool held() const { return descriptor_ >= 0; }

  private:
    int descriptor_;
};

tl::unexpected<Error> no_folder(const fs::path& file) {
    return fail(ErrorCode::kEnvironment, "judge.folder", {{"reason", std::strerror(errno)}}, {file.string()});
}

std::string day_of(Instant instant) { return format_rfc3339(instant).substr(0, 10); }

std::size_t number_in(const Json& count, const char* key) {
    const auto value = count.value(key, Json());
    return value.is_number_unsigned() ? value.get<std::size_t>() : 0;
}

Spent read_count(const fs::path& file, const std::string& day) {
    const auto text = read_file(file);
    const Json count = text ? Json::parse(*text, nullptr, false) : Json();
    if (!count.is_object() || count.value("day", Json()) != day) return {};
    return {number_in(count, "calls"), number_in(count, "tokens")};
}

Status write_count(const fs::path& file, const std::string& day, const Spent& spent) {
    return write_file(file, Json{{"day", day}, {"calls", spent.calls}, {"tokens", spent.tokens}}.dump() + "\n");
}

fs::path lock_of(const fs::path& file) { return fs::path(file).replace_extension(".lock"); }

}  // namespace

Result<DayBudget> DayBudget::open(const fs::path& folder, const BudgetLimits& limits, Clock clock) {
    std::error_code error;
    fs::create_directories(folder, error);
    DayBudget budget;
    budget.file_ = folder / "day.json";
    budget.limits_ = limits;
    budget.clock_ = std::move(clock);
    if (!Lock(lock_of(budget.file_)).held()) return no_folder(budget.file_);
    return budget;
}

Result<bool> DayBudget::book(std::size_t tokens) const {
    const Lock lock(lock_of(file_));
    if (!lock.held()) return no_folder(file_);
    const std::string day = day_of(clock_());
    Spent spent = read_count(file_, day);
    if (spent.calls + 1 > limits_.calls_per_day || spent.tokens + tokens > limits_.tokens_per_day) return false;
    ++spent.calls;
    spent.tokens += tokens;
    if (const auto written = write_count(file_, day, spent); !written) return fail(written.error());
    return true;
}

Status DayBudget::settle(std::size_t booked, std::size_t taken) const {
    const Lock lock(lock_of(file_));
    if (!lock.held()) return no_folder(file_);
    const std::string day = day_of(clock_());
    Spent spent = read_count(file_, day);
    spent.tokens = spent.tokens > booked ? spent.tokens - booked : 0;  // midnight may have passed between the two
    spent.tokens += taken;
    return write_count(file_, day, spent);
}

}  // namespace repere::judge
