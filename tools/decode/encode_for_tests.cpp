// audio_test_encode FORMAT CODEC RATE CHANNELS SECONDS OUT: a tone in a codec that only FFmpeg's libraries
// write. Made for the tests of src/audio, never installed. The tone is that of audio/test_sounds.hpp.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numbers>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
}

namespace {

void check(int result, const char* what) {
    if (result >= 0) return;
    std::fprintf(stderr, "%s fails: %d\n", what, result);
    std::exit(1);
}

void put(AVFrame& frame, int channel, int i, float sample) {
    switch (frame.format) {
        case AV_SAMPLE_FMT_FLTP:
            reinterpret_cast<float*>(frame.data[channel])[i] = sample;
            break;
        case AV_SAMPLE_FMT_FLT:
            reinterpret_cast<float*>(frame.data[0])[i * frame.ch_layout.nb_channels + channel] = sample;
            break;
        case AV_SAMPLE_FMT_S16:
            reinterpret_cast<std::int16_t*>(frame.data[0])[i * frame.ch_layout.nb_channels + channel] =
                static_cast<std::int16_t>(sample * 32767);
            break;
        default:
            check(-1, "sample format");
    }
}

void write_packets(AVCodecContext& encoder, AVFormatContext& format, AVPacket& packet) {
    while (avcodec_receive_packet(&encoder, &packet) >= 0) {
        av_packet_rescale_ts(&packet, encoder.time_base, format.streams[0]->time_base);
        check(av_interleaved_write_frame(&format, &packet), "write");
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 7) check(-1, "command line");
    const int rate = std::atoi(argv[3]), channels = std::atoi(argv[4]);
    const auto total = static_cast<std::int64_t>(std::atof(argv[5]) * rate);

    const AVCodec* codec = avcodec_find_encoder_by_name(argv[2]);
    if (codec == nullptr) return 77;  // this build of the libraries has no such encoder
    AVFormatContext* format = nullptr;
    check(avformat_alloc_output_context2(&format, nullptr, argv[1], argv[6]), "format");
    AVCodecContext* encoder = avcodec_alloc_context3(codec);
    encoder->sample_fmt = codec->sample_fmts[0];
    for (const AVSampleFormat* offered = codec->sample_fmts; *offered != AV_SAMPLE_FMT_NONE; ++offered) {
        if (*offered == AV_SAMPLE_FMT_FLTP) encoder->sample_fmt = *offered;
    }
    encoder->sample_rate = rate;
    encoder->time_base = {1, rate};
    av_channel_layout_default(&encoder->ch_layout, channels);
    if ((format->oformat->flags & AVFMT_GLOBALHEADER) != 0) encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    check(avcodec_open2(encoder, codec, nullptr), "encoder");
    AVStream* stream = avformat_new_stream(format, nullptr);
    stream->time_base = encoder->time_base;
    check(avcodec_parameters_from_context(stream->codecpar, encoder), "parameters");
    check(avio_open(&format->pb, argv[6], AVIO_FLAG_WRITE), "open");
    AVDictionary* options = nullptr;
    av_dict_set(&options, "movflags", "faststart", 0);
    check(avformat_write_header(format, &options), "header");
    av_dict_free(&options);

    AVPacket* packet = av_packet_alloc();
    const int size = encoder->frame_size > 0 ? encoder->frame_size : 1024;
    for (std::int64_t at = 0; at < total; at += size) {
        AVFrame* frame = av_frame_alloc();
        frame->nb_samples = static_cast<int>(std::min<std::int64_t>(size, total - at));
        frame->format = encoder->sample_fmt;
        frame->sample_rate = rate;
        frame->pts = at;
        check(av_channel_layout_copy(&frame->ch_layout, &encoder->ch_layout), "layout");
        check(av_frame_get_buffer(frame, 0), "buffer");
        for (int i = 0; i < frame->nb_samples; ++i) {
            for (int c = 0; c < channels; ++c) {
                const double hz = 300 + 100 * c;
                put(*frame, c, i,
                    0.5F * static_cast<float>(
                               std::sin(2 * std::numbers::pi * hz * static_cast<double>(at + i) / rate)));
            }
        }
        check(avcodec_send_frame(encoder, frame), "frame");
        av_frame_free(&frame);
        write_packets(*encoder, *format, *packet);
    }
    check(avcodec_send_frame(encoder, nullptr), "flush");
    write_packets(*encoder, *format, *packet);
    check(av_write_trailer(format), "trailer");
    avio_closep(&format->pb);
    av_packet_free(&packet);
    avcodec_free_context(&encoder);
    avformat_free_context(format);
    return 0;
}
