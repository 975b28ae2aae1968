// The samples that leave: audio/decoder_protocol.hpp's stream on stdout.
#pragma once

#include <cstdint>
#include <vector>

struct AVFrame;

namespace repere::decode {

class Output {
  public:
    explicit Output(double max_duration) : max_duration_(max_duration) {}

    // The first frame sets the shape. False when it changes later: what follows is another recording.
    bool add(const AVFrame& frame);
    void add_silence(double seconds);

    bool begun() const { return rate_ != 0; }
    double seconds() const { return rate_ == 0 ? 0 : static_cast<double>(frames_) / rate_; }

  private:
    void begin(int rate, int channels);
    void write_block();

    double max_duration_;
    int rate_ = 0, channels_ = 0;
    std::uint64_t frames_ = 0;
    std::vector<float> block_;
};

}  // namespace repere::decode
