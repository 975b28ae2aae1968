// A progress bar on a terminal, a plain line now and then elsewhere; always on standard error.
#pragma once

#include <cstddef>
#include <string>

namespace repere::cli {

class Progress {
  public:
    // `total` 0: not known beforehand. Shows nothing when `quiet`.
    Progress(std::string label, std::size_t total, bool quiet);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress();

    void advance(const std::string& what);  // one more is done

  private:
    void draw(const std::string& what) const;
    std::string label_;
    std::size_t total_;
    std::size_t done_ = 0;
    bool quiet_;
    bool terminal_;
};

// Takes the bar off the line, so that a message can be written there.
void clear_progress();

}  // namespace repere::cli
