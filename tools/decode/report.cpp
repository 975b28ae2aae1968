#include "report.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>

namespace repere::decode {
namespace {

void say(std::string_view kind, std::string_view key, Fields details) {
    std::string line(kind);
    line += '\t';
    line += key;
    for (const auto& [name, value] : details) {
        line += '\t';
        line += name;
        line += '=';
        for (const char c : value) line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    line += '\n';
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

void warn(std::string_view key, Fields details) {
    say("warning", key, details);
}

void give_up(std::string_view key, Fields details) {
    say("error", key, details);
    ::_exit(1);
}

std::string seconds_text(double seconds) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f", seconds);
    return text.data();
}

}  // namespace repere::decode
