#include "program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace repere::tests {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void become_repere(const std::vector<std::string>& arguments, const How& how, std::array<int, 2> in,
                                std::array<int, 2> out, std::array<int, 2> err) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    for (const int fd : {in[0], in[1], out[0], out[1], err[0], err[1]}) ::close(fd);
    ::setenv("REPERE_LANG", "en", 1);
    ::unsetenv("REPERE_STORE");
    if (!how.folder.empty() && ::chdir(how.folder.c_str()) != 0) ::_exit(126);
    for (const auto& [name, value] : how.environment) ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> argv{const_cast<char*>(REPERE_BINARY)};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv(REPERE_BINARY, argv.data());
    ::_exit(127);
}

// Feeds and drains until both outputs are closed.
void exchange(const How& how, int in, int out, int err, pid_t child, Finished& run) {
    using Clock = std::chrono::steady_clock;
    const auto began = Clock::now();
    bool killed = false;
    std::size_t written = 0;
    std::array<pollfd, 3> fds{{{out, POLLIN, 0}, {err, POLLIN, 0}, {in, POLLOUT, 0}}};
    while (fds[0].fd >= 0 || fds[1].fd >= 0) {
        if (written == how.input.size() && fds[2].fd >= 0) {
            ::close(in);
            fds[2].fd = -1;
        }
        ::poll(fds.data(), fds.size(), how.kill_after_ms > 0 && !killed ? 5 : -1);
        if (how.kill_after_ms > 0 && !killed && Clock::now() - began >= std::chrono::milliseconds(how.kill_after_ms)) {
            ::kill(child, SIGKILL);
            killed = true;
        }
        if ((fds[2].revents & (POLLOUT | POLLERR)) != 0 && fds[2].fd >= 0) {
            const auto n = ::write(in, how.input.data() + written, how.input.size() - written);
            written = n <= 0 ? how.input.size() : written + static_cast<std::size_t>(n);
        }
        for (std::size_t i = 0; i < 2; ++i) {
            if (fds[i].fd < 0 || (fds[i].revents & (POLLIN | POLLHUP)) == 0) continue;
            std::array<char, 65536> block{};
            const auto n = ::read(fds[i].fd, block.data(), block.size());
            if (n <= 0) {
                ::close(fds[i].fd);
                fds[i].fd = -1;
            } else {
                (i == 0 ? run.out : run.err).append(block.data(), static_cast<std::size_t>(n));
            }
        }
    }
    if (fds[2].fd >= 0) ::close(in);
}

}  // namespace

Finished run_repere(const std::vector<std::string>& arguments, const How& how) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    std::array<int, 2> err{};
    if (::pipe(in.data()) != 0 || ::pipe(out.data()) != 0 || ::pipe(err.data()) != 0) return {};
    ::signal(SIGPIPE, SIG_IGN);
    const pid_t child = ::fork();
    if (child == 0) become_repere(arguments, how, in, out, err);
    ::close(in[0]);
    ::close(out[1]);
    ::close(err[1]);
    Finished run;
    exchange(how, in[1], out[0], err[0], child, run);
    int status = 0;
    ::waitpid(child, &status, 0);
    run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return run;
}

Background::Background(const std::vector<std::string>& arguments) {
    process_ = ::fork();
    if (process_ != 0) return;
    const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    become_repere(arguments, {}, {nowhere, nowhere}, {nowhere, nowhere}, {nowhere, nowhere});
}

int Background::stop() {
    if (process_ < 0) return exit_code_;
    ::kill(process_, SIGTERM);
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Folder::Folder() {
    std::string name = (fs::temp_directory_path() / "repere-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
}

Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string Folder::file(const std::string& name, const std::string& content) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file.string();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace repere::tests
