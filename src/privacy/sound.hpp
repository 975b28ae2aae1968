// Where personal data lie in the sound.
#pragma once

#include <optional>
#include <vector>

#include "audio/sound.hpp"
#include "conversation/interaction.hpp"
#include "privacy/personal_data.hpp"

namespace repere::privacy {

// The stretches to silence, in order, joined where they touch. Nothing at all when one finding has no time: a recording
// of which one piece cannot be placed must not be given out as masked.
std::optional<std::vector<audio::Interval>> intervals_to_mask(const Interaction& interaction,
                                                              const std::vector<Finding>& findings);

}  // namespace repere::privacy
