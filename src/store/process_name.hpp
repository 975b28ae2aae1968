// A name for the running process that no later process will bear: "host/pid/start time in clock ticks since boot".
#pragma once

#include <string>

namespace repere::store {

std::string this_process();

// True when `name` is a process of this machine that no longer runs. Of another machine's nothing is known: false.
bool is_gone(const std::string& name);

}  // namespace repere::store
