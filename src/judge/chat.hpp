// Chat completions as OpenAI publishes them and llama.cpp's server, vLLM and Mistral serve them:
// POST {base}/v1/chat/completions, one answer, not streamed.
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>

#include "core/result.hpp"
#include "judge/config.hpp"
#include "judge/prompts.hpp"

namespace repere::judge {

struct Completion {
    std::string content;
    std::size_t tokens = 0;  // read and written, as the server counts them; estimated where it does not
};

// Thread-safe. Errors name their cause: judge.timeout, judge.unreachable, judge.http_status…
class Chat {
  public:
    // kEnvironment where the key cannot be read; it is never part of an error.
    static Result<Chat> open(const JudgeConfig& config);
    Chat(Chat&&) noexcept;
    Chat& operator=(Chat&&) noexcept;
    ~Chat();

    // The request's body: all that makes one question differ from another.
    std::string body(const Prompt& prompt) const;

    // judge.resting for a minute after several faults in a row, so that a batch does not wait for a dead machine.
    Status ready() const;

    // Waits for its turn under `concurrency`; tries again after 429 and 503, and once without response_format and seed
    // where the server does not take them (400, 422).
    Result<Completion> complete(const Prompt& prompt, const std::stop_token& stop) const;

  private:
    struct Impl;
    explicit Chat(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// A generous estimate: no tokeniser makes more of French or English than a token for two bytes.
std::size_t estimated_tokens(std::size_t bytes);

}  // namespace repere::judge
