#include "sound.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <numbers>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>

namespace example_calls {
namespace {

constexpr double kLow = 300;
constexpr double kHigh = 3400;
constexpr double kHalfWidth = 0.010;  // seconds of filter on each side

double band_pass(double t) {
    const double window_at = t / kHalfWidth;
    if (std::abs(window_at) >= 1) return 0;
    const double pi = std::numbers::pi;
    const double window = 0.42 + 0.5 * std::cos(pi * window_at) + 0.08 * std::cos(2 * pi * window_at);  // Blackman
    const double ideal = std::abs(t) < 1e-12 ? 2 * (kHigh - kLow)
                                             : (std::sin(2 * pi * kHigh * t) - std::sin(2 * pi * kLow * t)) / (pi * t);
    return window * ideal;
}

void put(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
}

std::uint32_t get(const std::string& in, std::size_t at, int bytes) {
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(in[at + i])) << (8 * i);
    return value;
}

}  // namespace

Line telephone(const std::vector<float>& samples, int rate) {
    const int common = std::gcd(rate, kRate);
    const std::int64_t step = rate / common;    // one output sample advances step/phases input samples
    const std::int64_t phases = kRate / common;
    const auto half = static_cast<std::int64_t>(std::ceil(kHalfWidth * rate));
    std::vector<std::vector<float>> taps(phases);
    for (std::int64_t phase = 0; phase < phases; ++phase) {
        for (std::int64_t i = -half; i <= half; ++i) {
            const double t = (static_cast<double>(i) - static_cast<double>(phase) / static_cast<double>(phases)) / rate;
            taps[phase].push_back(static_cast<float>(band_pass(t) / rate));
        }
    }
    const auto size = static_cast<std::int64_t>(samples.size());
    Line out(static_cast<std::size_t>(size * phases / step));
    for (std::size_t n = 0; n < out.size(); ++n) {
        const std::int64_t place = static_cast<std::int64_t>(n) * step;
        const std::int64_t centre = place / phases;
        const std::vector<float>& filter = taps[place % phases];
        const std::int64_t from = std::max<std::int64_t>(0, centre - half);
        const std::int64_t to = std::min(size - 1, centre + half);
        float sum = 0;
        for (std::int64_t i = from; i <= to; ++i) sum += samples[i] * filter[i - centre + half];
        out[n] = sum;
    }
    return out;
}

void set_level(Line& line, double dbfs) {
    constexpr std::size_t kBlock = kRate / 2;
    double loudest = 0;
    float peak = 0;
    for (std::size_t at = 0; at < line.size(); at += kBlock) {
        const std::size_t end = std::min(line.size(), at + kBlock);
        double energy = 0;
        for (std::size_t i = at; i < end; ++i) {
            energy += static_cast<double>(line[i]) * line[i];
            peak = std::max(peak, std::abs(line[i]));
        }
        loudest = std::max(loudest, energy / static_cast<double>(end - at));
    }
    if (loudest <= 0) return;
    const double wanted = std::pow(10, dbfs / 20) / std::sqrt(loudest);
    const auto gain = static_cast<float>(std::min(wanted, 0.9 / peak));
    for (float& sample : line) sample *= gain;
}

void mix(Line& line, const Line& what, double at) {
    const auto start = static_cast<std::size_t>(std::lround(at * kRate));
    if (line.size() < start + what.size()) line.resize(start + what.size());
    for (std::size_t i = 0; i < what.size(); ++i) line[start + i] += what[i];
}

void add_noise(Line& line, double dbfs, unsigned seed) {
    std::minstd_rand random(seed);
    const double amplitude = std::pow(10, dbfs / 20) * std::sqrt(3.0);  // of a uniform law with that RMS
    constexpr double span = std::minstd_rand::max() - std::minstd_rand::min();
    for (float& sample : line) {
        const double unit = static_cast<double>(random() - std::minstd_rand::min()) / span;  // not std::uniform_…: differs by library
        sample += static_cast<float>(amplitude * (2 * unit - 1));
    }
}

Line read_wav(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    const auto fail = [&](const std::string& why) { throw std::runtime_error(path.string() + ": " + why); };
    if (bytes.size() < 12 || bytes.compare(0, 4, "RIFF") != 0 || bytes.compare(8, 4, "WAVE") != 0) fail("not a WAV file");
    std::size_t at = 12;
    bool known_format = false;
    while (at + 8 <= bytes.size()) {
        const std::string kind = bytes.substr(at, 4);
        const std::size_t length = get(bytes, at + 4, 4);
        at += 8;
        if (length > bytes.size() - at) fail("truncated");
        if (kind == "fmt " && length >= 16) {
            known_format = get(bytes, at, 2) == 1 && get(bytes, at + 2, 2) == 1 && get(bytes, at + 14, 2) == 16;
            if (!known_format || get(bytes, at + 4, 4) != kRate) fail("expected 16-bit mono PCM at 8 kHz");
        } else if (kind == "data" && known_format) {
            Line line(length / 2);
            for (std::size_t i = 0; i < line.size(); ++i) {
                line[i] = static_cast<float>(static_cast<std::int16_t>(get(bytes, at + 2 * i, 2))) / 32768.0F;
            }
            return line;
        }
        at += length + length % 2;
    }
    fail("no sound in it");
    return {};
}

void write_wav(const std::filesystem::path& path, Line left, Line right) {
    const std::size_t frames = std::max(left.size(), right.size());
    left.resize(frames);
    right.resize(frames);
    const auto data = static_cast<std::uint32_t>(frames * 4);
    std::string out = "RIFF";
    put(out, 36 + data, 4);
    out += "WAVEfmt ";
    put(out, 16, 4);
    put(out, 1, 2);          // PCM
    put(out, 2, 2);          // channels
    put(out, kRate, 4);
    put(out, kRate * 4, 4);  // bytes per second
    put(out, 4, 2);          // bytes per frame
    put(out, 16, 2);
    out += "data";
    put(out, data, 4);
    for (std::size_t i = 0; i < frames; ++i) {
        for (const float sample : {left[i], right[i]}) {
            const long value = std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767.0F);
            put(out, static_cast<std::uint32_t>(value), 2);
        }
    }
    std::ofstream file(path, std::ios::binary);
    file << out;
    if (!file.flush()) throw std::runtime_error(path.string() + ": cannot be written");
}

}  // namespace example_calls
