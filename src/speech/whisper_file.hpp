// Reads the frame of a ggml model file before whisper.cpp does: that library believes what a file says and ends the
// process, or allocates without limit, when it lies. Private to the room.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/result.hpp"

namespace repere::speech {

struct WhisperFile {
    bool multilingual = false;
    int layers = 0;
    std::uint64_t bytes = 0;
    std::string fingerprint;  // of the file's size and first tensors' place: tells two models of one name apart
};

// kNotFound; kInvalidInput for no ggml model, a truncated one, or one without weights; kUnsupported for 32-bit floats.
Result<WhisperFile> inspect_whisper_file(const std::filesystem::path& file);

}  // namespace repere::speech
