// repere-decode: a recording on stdin, samples on stdout (audio/decoder_protocol.hpp).
//
// Whatever a hostile recording makes the media libraries do, this process has no file, no network and no
// child to do it with, and little memory and time. Its parent enforces the rest.
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>

#include "media.hpp"
#include "report.hpp"

namespace repere::decode {
namespace {

constexpr std::size_t kPadding = 64;  // libavformat may read a little past the end

struct Arguments {
    std::string hint;
    double memory = 1e9, cpu = 300, duration = 4 * 3600;
};

Arguments parse(int argc, char** argv) {
    Arguments arguments;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--hint") arguments.hint = argv[i + 1];
        if (name == "--memory") arguments.memory = std::strtod(argv[i + 1], nullptr);
        if (name == "--cpu") arguments.cpu = std::strtod(argv[i + 1], nullptr);
        if (name == "--duration") arguments.duration = std::strtod(argv[i + 1], nullptr);
    }
    arguments.hint.resize(std::min<std::size_t>(arguments.hint.size(), 16));
    for (char& c : arguments.hint) {
        c = std::isalnum(static_cast<unsigned char>(c))
                ? static_cast<char>(std::tolower(static_cast<unsigned char>(c)))
                : '_';
    }
    return arguments;
}

void limit(int resource, double most) {
    const auto value = static_cast<rlim_t>(std::max(0.0, most));
    const rlimit both{value, value};
    if (::setrlimit(static_cast<__rlimit_resource>(resource), &both) != 0) {
        give_up("audio.decoder_failed", {{"status", "setrlimit"}});
    }
}

// Bytes of addresses that the program and its many libraries take before any work.
[[maybe_unused]] double address_space() {
    double pages = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "r"); file != nullptr) {
        if (std::fscanf(file, "%lf", &pages) != 1) pages = 0;
        std::fclose(file);
    }
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

void confine(const Arguments& arguments) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_DUMPABLE, 0);
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        give_up("audio.decoder_failed", {{"status", "no_new_privs"}});
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    limit(RLIMIT_AS, address_space() + arguments.memory);  // the sanitizers reserve terabytes of addresses
#endif
    limit(RLIMIT_CPU, std::ceil(arguments.cpu));
    limit(RLIMIT_NOFILE, 3);
    limit(RLIMIT_NPROC, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
}

// All of stdin, because MP4 needs to seek. Grows with realloc, which moves large blocks without copying them.
Bytes read_stdin(std::size_t most) {
    std::size_t capacity = 1 << 20, size = 0;
    auto* bytes = static_cast<unsigned char*>(std::malloc(capacity + kPadding));
    for (;;) {
        if (bytes == nullptr) give_up("audio.memory");
        const auto got = ::read(STDIN_FILENO, bytes + size, capacity - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) give_up("audio.decoder_failed", {{"status", "read"}});
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
        if (size > most) give_up("audio.too_large", {{"limit_mb", std::to_string(most >> 20)}});
        if (size == capacity) {
            capacity += capacity / 2;
            bytes = static_cast<unsigned char*>(std::realloc(bytes, capacity + kPadding));
        }
    }
    std::fill_n(bytes + size, kPadding, static_cast<unsigned char>(0));
    return {bytes, size};
}

}  // namespace
}  // namespace repere::decode

int main(int argc, char** argv) {
    using namespace repere::decode;
    const Arguments arguments = parse(argc, argv);
    confine(arguments);
    try {
        const Bytes bytes = read_stdin(static_cast<std::size_t>(arguments.memory / 2));
        if (bytes.empty()) give_up("audio.empty");
        decode(bytes, arguments.hint, arguments.duration);
    } catch (const std::bad_alloc&) {
        give_up("audio.memory");
    }
    ::_exit(0);  // the recording's memory goes back with the process
}
