// Starts the real binary as its user would and collects what it says.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace repere::tests {

struct Finished {
    int exit_code = -1;  // 128 + signal when it was killed
    std::string out;
    std::string err;
};

struct How {
    std::string input;                         // on standard input
    std::map<std::string, std::string> environment;
    std::string folder;                        // to start in; empty: the test's own
    int kill_after_ms = 0;                     // SIGKILL then, when not 0
};

Finished run_repere(const std::vector<std::string>& arguments, const How& how = {});

// The binary left running beside the test, its output thrown away; asked to stop at the end.
class Background {
  public:
    explicit Background(const std::vector<std::string>& arguments);
    ~Background() { stop(); }
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;
    int stop();  // SIGTERM, and its exit code

  private:
    int process_ = -1;
    int exit_code_ = -1;
};

// A new empty folder, gone with the object.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    // Writes a file into it and returns its path.
    std::string file(const std::string& name, const std::string& content) const;
    std::string store() const { return "sqlite:" + (path_ / "store" / "repere.db").string(); }

  private:
    std::filesystem::path path_;
};

std::vector<std::string> lines_of(const std::string& text);

}  // namespace repere::tests
