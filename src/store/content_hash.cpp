#include "store/content_hash.hpp"

#include <array>
#include <fstream>
#include <vector>

#include <fmt/format.h>
#include <sodium.h>

namespace repere::store {
namespace {

class Sha256 {
  public:
    Sha256() { crypto_hash_sha256_init(&state_); }
    void add(std::string_view bytes) {
        crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    }
    // Length first, so that no two lists of fields read alike.
    void add_field(std::string_view bytes) {
        add(fmt::format("{}:", bytes.size()));
        add(bytes);
    }
    std::string hex() {
        std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
        crypto_hash_sha256_final(&state_, digest.data());
        std::string text;
        for (const unsigned char b : digest) text += fmt::format("{:02x}", b);
        return text;
    }

  private:
    crypto_hash_sha256_state state_{};
};

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.hex();
}

Result<std::string> sha256_hex_of_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(ErrorCode::kNotFound, "core.file.missing", {}, {file.string()});
    Sha256 hash;
    std::vector<char> block(1 << 20);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
        hash.add({block.data(), static_cast<std::size_t>(in.gcount())});
    }
    return hash.hex();
}

std::string content_hash(const Interaction& interaction, const std::vector<std::string>& media_hashes) {
    Sha256 hash;
    hash.add_field(media_hashes.empty() ? interaction.id : "");
    hash.add_field(to_string(interaction.channel));
    hash.add_field(interaction.started_at ? format_rfc3339(*interaction.started_at) : "");
    for (const Turn& turn : interaction.turns) {
        hash.add_field(to_string(turn.speaker));
        hash.add_field(turn.participant);
        hash.add_field(turn.text);
        hash.add_field(turn.start ? fmt::format("{:.3f}", *turn.start) : "");
    }
    for (const auto& media : media_hashes) hash.add_field(media);
    return hash.hex();
}

}  // namespace repere::store
