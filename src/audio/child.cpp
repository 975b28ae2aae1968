#include "audio/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

namespace repere::audio {
namespace {

constexpr std::size_t kMaxReport = 64 << 10;
constexpr int kPipeBytes = 1 << 20;

class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() { reset(); }
    int get() const { return fd_; }
    bool open() const { return fd_ >= 0; }
    void reset() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }

  private:
    int fd_;
};

struct Ends {
    Descriptor ours, theirs;
};

tl::unexpected<Error> cannot_start(const std::filesystem::path& program, int error) {
    return fail(ErrorCode::kEnvironment, "audio.decoder_missing",
                {{"program", program.string()}, {"reason", std::strerror(error)}});
}

// Ours is non-blocking. The child's stdin is a socket, because send() can be told not to raise SIGPIPE.
std::optional<Ends> make_input() {
    std::array<int, 2> fds{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()) != 0) return std::nullopt;
    ::fcntl(fds[0], F_SETFL, O_NONBLOCK);
    ::setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &kPipeBytes, sizeof kPipeBytes);
    return Ends{Descriptor(fds[0]), Descriptor(fds[1])};
}

std::optional<Ends> make_output() {
    std::array<int, 2> fds{};
    if (::pipe2(fds.data(), O_CLOEXEC) != 0) return std::nullopt;
    ::fcntl(fds[0], F_SETFL, O_NONBLOCK);
    ::fcntl(fds[0], F_SETPIPE_SZ, kPipeBytes);
    return Ends{Descriptor(fds[0]), Descriptor(fds[1])};
}

// The child leads a group of its own, has no environment and no descriptor but its three.
Result<pid_t> spawn(const ChildJob& job, int in, int out, int err) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&actions, in, 0);
    ::posix_spawn_file_actions_adddup2(&actions, out, 1);
    ::posix_spawn_file_actions_adddup2(&actions, err, 2);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    sigset_t all, none;
    ::sigfillset(&all);
    ::sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes,
                               POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    std::string program = job.program.string();
    std::vector<std::string> arguments = job.arguments;
    std::vector<char*> argv = {program.data()};
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    std::array<char*, 1> environment = {nullptr};
    pid_t pid = -1;
    const int error =
        ::posix_spawn(&pid, program.c_str(), &actions, &attributes, argv.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    if (error != 0) return cannot_start(job.program, error);
    return pid;
}

class Run {
  public:
    Run(const ChildJob& job, std::stop_token stop, pid_t pid, Descriptor in, Descriptor out, Descriptor err)
        : job_(job),
          stop_(std::move(stop)),
          pid_(pid),
          in_(std::move(in)),
          out_(std::move(out)),
          err_(std::move(err)),
          child_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))),
          wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

    Result<ChildOutcome> finish() {
        const Status loop = child_.open() && wake_.open() ? exchange() : cannot_start(job_.program, errno);
        ::kill(
            -pid_,
            SIGKILL);  // whatever is left of the group; the leader is not reaped yet, so the id is still its
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        if (!loop) return fail(loop.error());
        if (outcome_.end == ChildOutcome::End::kExited) {
            if (WIFSIGNALED(status)) outcome_.end = ChildOutcome::End::kSignalled;
            outcome_.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
        }
        return std::move(outcome_);
    }

  private:
    Status exchange() {
        const std::stop_callback wake(stop_, [fd = wake_.get()] {
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = ::write(fd, &one, sizeof one);
        });
        const auto deadline = std::chrono::steady_clock::now() + job_.wall_limit;
        for (;;) {
            if (stop_.stop_requested()) {
                outcome_.end = ChildOutcome::End::kCancelled;
                return {};
            }
            const std::chrono::duration<double> left = deadline - std::chrono::steady_clock::now();
            if (left.count() <= 0) {
                outcome_.end = ChildOutcome::End::kTimedOut;
                return {};
            }
            // A closed descriptor is −1, which poll passes over.
            std::array<pollfd, 5> ready = {pollfd{in_.get(), POLLOUT, 0}, pollfd{out_.get(), POLLIN, 0},
                                           pollfd{err_.get(), POLLIN, 0}, pollfd{child_.get(), POLLIN, 0},
                                           pollfd{wake_.get(), POLLIN, 0}};
            const int wait = static_cast<int>(std::min(left.count() * 1000 + 1, 60'000.0));
            if (::poll(ready.data(), ready.size(), wait) < 0 && errno != EINTR)
                return cannot_start(job_.program, errno);
            const bool ended = (ready[3].revents & POLLIN) != 0;
            if (ready[0].revents != 0) {
                if (Status fed = feed(); !fed) return fed;
            }
            const auto take_report = [this](std::string_view block) -> Status {
                outcome_.report += block.substr(0, kMaxReport - std::min(kMaxReport, outcome_.report.size()));
                return {};
            };
            // Once the child has ended, its last words are in the pipes: take them all, but wait for no
            // grandchild.
            do {
                if (Status drained = drain(out_, job_.take_output); !drained) return drained;
                if (Status drained = drain(err_, take_report); !drained) return drained;
            } while (ended && got_something_);
            if (ended) return {};
        }
    }

    Status feed() {
        if (pending_.empty()) {
            auto block = job_.next_input();
            if (!block) return fail(block.error());
            pending_ = *block;
            if (pending_.empty()) {
                in_.reset();
                return {};
            }
        }
        const auto sent = ::send(in_.get(), pending_.data(), pending_.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            pending_.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno != EAGAIN && errno != EINTR) {
            in_.reset();  // it wants no more; its report says why
        }
        return {};
    }

    template <class Take>
    Status drain(Descriptor& from, const Take& take) {
        if (&from == &out_) got_something_ = false;
        if (!from.open()) return {};
        const auto size = ::read(from.get(), buffer_->data(), buffer_->size());
        if (size > 0) {
            got_something_ = true;
            return take(std::string_view(buffer_->data(), static_cast<std::size_t>(size)));
        }
        if (size == 0 || (errno != EAGAIN && errno != EINTR)) from.reset();
        return {};
    }

    using Buffer = std::array<char, kPipeBytes>;

    const ChildJob& job_;
    std::stop_token stop_;
    pid_t pid_;
    Descriptor in_, out_, err_, child_, wake_;
    std::unique_ptr<Buffer> buffer_ = std::make_unique<Buffer>();
    std::string_view pending_;
    bool got_something_ = false;
    ChildOutcome outcome_;
};

}  // namespace

Result<ChildOutcome> run_child(const ChildJob& job, std::stop_token stop) {
    auto in = make_input();
    auto out = make_output();
    auto err = make_output();
    if (!in || !out || !err) return cannot_start(job.program, errno);
    const auto pid = spawn(job, in->theirs.get(), out->theirs.get(), err->theirs.get());
    if (!pid) return fail(pid.error());
    in->theirs.reset();
    out->theirs.reset();
    err->theirs.reset();
    return Run(job, std::move(stop), *pid, std::move(in->ours), std::move(out->ours), std::move(err->ours))
        .finish();
}

}  // namespace repere::audio
