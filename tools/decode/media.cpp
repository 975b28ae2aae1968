#include "media.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/dict.h>
}

#include "output.hpp"
#include "report.hpp"

namespace repere::decode {
namespace {

// The recording in memory as libavformat reads it: no file, no protocol, no network.
struct Reader {
    Bytes bytes;
    std::int64_t at = 0;
};

int read_bytes(void* opaque, std::uint8_t* to, int size) {
    auto& reader = *static_cast<Reader*>(opaque);
    const auto left = static_cast<std::int64_t>(reader.bytes.size()) - reader.at;
    if (left <= 0) return AVERROR_EOF;
    const auto count = static_cast<int>(std::min<std::int64_t>(size, left));
    std::memcpy(to, reader.bytes.data() + reader.at, static_cast<std::size_t>(count));
    reader.at += count;
    return count;
}

std::int64_t seek_bytes(void* opaque, std::int64_t offset, int whence) {
    auto& reader = *static_cast<Reader*>(opaque);
    const auto size = static_cast<std::int64_t>(reader.bytes.size());
    whence &= ~AVSEEK_FORCE;
    if (whence == AVSEEK_SIZE) return size;
    const std::int64_t base = whence == SEEK_CUR ? reader.at : whence == SEEK_END ? size : 0;
    if (offset < -base || offset > size - base) return AVERROR(EINVAL);
    return reader.at = base + offset;
}

int refuse_open(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
    return AVERROR(EPERM);
}

[[noreturn]] void give_up_for(int error, std::string_view key) {
    if (error == AVERROR(ENOMEM)) give_up("audio.memory");
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(error, text.data(), text.size());
    give_up(key, {{"reason", text.data()}});
}

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T* thing) const {
        Free(&thing);
    }
};
using Format = std::unique_ptr<AVFormatContext, Freer<avformat_close_input>>;
using Decoder = std::unique_ptr<AVCodecContext, Freer<avcodec_free_context>>;
using Packet = std::unique_ptr<AVPacket, Freer<av_packet_free>>;
using Frame = std::unique_ptr<AVFrame, Freer<av_frame_free>>;

Format open_format(Reader& reader, const AVInputFormat& input) {
    constexpr int kBuffer = 1 << 16;
    AVFormatContext* context = avformat_alloc_context();
    auto* buffer = static_cast<unsigned char*>(av_malloc(kBuffer));
    if (context == nullptr || buffer == nullptr) give_up("audio.memory");
    context->pb = avio_alloc_context(buffer, kBuffer, 0, &reader, read_bytes, nullptr, seek_bytes);
    if (context->pb == nullptr) give_up("audio.memory");
    context->io_open = refuse_open;
    context->max_streams = 16;
    AVDictionary* options = nullptr;
    av_dict_set(&options, "format_whitelist", format_list().c_str(), 0);
    av_dict_set(&options, "protocol_whitelist", "none", 0);
    const std::string_view name = input.name;
    if (name == "mulaw" || name == "alaw" || name == "sln") {
        av_dict_set(&options, "sample_rate", "8000", 0);
        av_dict_set(&options, "ch_layout", "mono", 0);
    }
    const int error = avformat_open_input(&context, nullptr, &input, &options);
    av_dict_free(&options);
    if (error < 0) give_up_for(error, "audio.undecodable");
    Format format(context);
    // Siprolab's number for G.729, which libavformat's table lacks.
    for (unsigned i = 0; i < format->nb_streams; ++i) {
        AVCodecParameters& codec = *format->streams[i]->codecpar;
        if (codec.codec_id == AV_CODEC_ID_NONE && codec.codec_tag == 0x133) codec.codec_id = AV_CODEC_ID_G729;
    }
    if (const int found = avformat_find_stream_info(format.get(), nullptr); found < 0) {
        give_up_for(found, "audio.undecodable");
    }
    return format;
}

Decoder open_decoder(const AVStream& stream) {
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (codec == nullptr)
        give_up("audio.codec_refused", {{"codec", avcodec_get_name(stream.codecpar->codec_id)}});
    Decoder decoder(avcodec_alloc_context3(codec));
    if (!decoder) give_up("audio.memory");
    int error = avcodec_parameters_to_context(decoder.get(), stream.codecpar);
    decoder->pkt_timebase = stream.time_base;
    decoder->thread_count = 1;
    if (error >= 0) error = avcodec_open2(decoder.get(), codec, nullptr);
    if (error < 0) give_up_for(error, "audio.undecodable");
    return decoder;
}

// Packets to frames to Output, and what went wrong on the way.
class Pass {
  public:
    Pass(AVFormatContext& format, const AVStream& stream, AVCodecContext& decoder, Output& output)
        : format_(format),
          stream_(stream),
          decoder_(decoder),
          output_(output),
          packet_(av_packet_alloc()),
          frame_(av_frame_alloc()) {
        if (!packet_ || !frame_) give_up("audio.memory");
    }

    void run() {
        int error = 0;
        while (!changed_ && (error = av_read_frame(&format_, packet_.get())) >= 0) {
            if (packet_->stream_index == stream_.index) decode_packet();
            av_packet_unref(packet_.get());
        }
        if (error == AVERROR(ENOMEM)) give_up("audio.memory");
        ended_badly_ |= error < 0 && error != AVERROR_EOF;
        if (!changed_ && avcodec_send_packet(&decoder_, nullptr) >= 0) take_frames();
    }

    bool shape_changed() const { return changed_; }
    bool ended_badly() const { return ended_badly_; }  // by a read error, or in the middle of a packet
    bool saw_packets() const { return packets_ > 0; }
    std::size_t damaged() const { return damaged_; }
    double first_damage() const { return first_damage_; }

  private:
    void decode_packet() {
        ++packets_;
        if (ended_badly_) note_damage(last_failure_);  // it was not the last packet after all
        ended_badly_ = (packet_->flags & AV_PKT_FLAG_CORRUPT) != 0;
        last_failure_ = output_.seconds();
        const int error = avcodec_send_packet(&decoder_, packet_.get());
        if (error == AVERROR(ENOMEM)) give_up("audio.memory");
        if (error >= 0 && take_frames() >= 0) return;
        ended_badly_ = true;
        // A lost packet leaves its time behind as silence, so that what follows keeps its place.
        const double seconds = static_cast<double>(packet_->duration) * av_q2d(stream_.time_base);
        if (output_.begun() && seconds > 0 && seconds < 10) output_.add_silence(seconds);
    }

    int take_frames() {
        int error = 0;
        while (!changed_ && (error = avcodec_receive_frame(&decoder_, frame_.get())) >= 0) {
            changed_ = frame_->nb_samples > 0 && !output_.add(*frame_);
            av_frame_unref(frame_.get());
        }
        return error == AVERROR(EAGAIN) || error == AVERROR_EOF || changed_ ? 0 : error;
    }

    void note_damage(double seconds) {
        if (damaged_++ == 0) first_damage_ = seconds;
    }

    AVFormatContext& format_;
    const AVStream& stream_;
    AVCodecContext& decoder_;
    Output& output_;
    Packet packet_;
    Frame frame_;
    std::size_t packets_ = 0, damaged_ = 0;
    double first_damage_ = 0, last_failure_ = 0;
    bool changed_ = false, ended_badly_ = false;
};

// What the stream's own header announces; an estimate from the bit rate announces nothing.
double announced_seconds(const AVFormatContext& format, const AVStream& stream) {
    if (format.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE) return 0;
    if (stream.duration != AV_NOPTS_VALUE)
        return static_cast<double>(stream.duration) * av_q2d(stream.time_base);
    // WebM tells the whole's; beside a film, that is the film's.
    return format.nb_streams > 1 || format.duration == AV_NOPTS_VALUE
               ? 0
               : static_cast<double>(format.duration) / AV_TIME_BASE;
}

}  // namespace

void decode(Bytes bytes, const std::string& extension, double max_duration) {
    av_log_set_level(AV_LOG_QUIET);
    const Recognised recognised = recognise(bytes, extension);
    if (!recognised.extension_fits) {
        warn("audio.wrong_extension", {{"extension", extension}, {"format", recognised.format->name}});
    }
    Reader reader{.bytes = bytes};
    const Format format = open_format(reader, *recognised.format);
    const int index = av_find_best_stream(format.get(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    if (index < 0) give_up("audio.no_sound_stream");
    const AVStream& stream = *format->streams[index];
    for (unsigned i = 0; i < format->nb_streams; ++i) {
        if (static_cast<int>(i) != index) format->streams[i]->discard = AVDISCARD_ALL;
    }
    const Decoder decoder = open_decoder(stream);
    Output output(max_duration);
    Pass pass(*format, stream, *decoder, output);
    pass.run();
    if (!output.begun())
        give_up(pass.saw_packets() ? "audio.undecodable" : "audio.empty", {{"reason", "no samples"}});

    constexpr double kTolerance = 0.25;  // seconds; codecs round their ends
    Completeness whole = completeness(bytes, *recognised.format);
    if (!whole.announced_seconds) {
        if (const double announced = announced_seconds(*format, stream); announced > 0) {
            whole.announced_seconds = announced;
            whole.truncated |= announced > output.seconds() + kTolerance;
        }
    }
    const std::string end = seconds_text(output.seconds());
    if (pass.shape_changed()) {
        warn("audio.shape_changed", {{"seconds", end}});
    } else if (whole.truncated || pass.ended_badly()) {
        warn("audio.truncated", {{"seconds", end}});
    }
    if (pass.damaged() > 0) {
        warn("audio.damaged",
             {{"seconds", seconds_text(pass.first_damage())}, {"count", std::to_string(pass.damaged())}});
    }
}

}  // namespace repere::decode
