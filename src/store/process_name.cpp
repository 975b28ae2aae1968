#include "store/process_name.hpp"

#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

namespace repere::store {
namespace {

std::string host() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

// Field 22 of /proc/PID/stat, counted after the command's closing bracket; empty when there is no such process.
std::string start_time(const std::string& pid) {
    std::ifstream in("/proc/" + pid + "/stat");
    std::string line;
    if (!std::getline(in, line)) return "";
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    std::string field;
    for (int i = 3; i <= 22 && fields >> field; ++i) {}
    return field;
}

}  // namespace

std::string this_process() {
    const std::string pid = std::to_string(::getpid());
    return host() + "/" + pid + "/" + start_time(pid);
}

bool is_gone(const std::string& name) {
    const auto last = name.rfind('/');
    const auto middle = last == std::string::npos || last == 0 ? last : name.rfind('/', last - 1);
    if (middle == std::string::npos || name.substr(0, middle) != host()) return false;
    return start_time(name.substr(middle + 1, last - middle - 1)) != name.substr(last + 1);
}

}  // namespace repere::store
