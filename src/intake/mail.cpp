#include "intake/mail.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>

#include <gmime/gmime.h>

#include "core/utf8.hpp"
#include "intake/encoding.hpp"
#include "intake/html.hpp"

namespace repere::intake {
namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
struct Free {
    void operator()(void* memory) const { g_free(memory); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;
using OwnedText = std::unique_ptr<char, Free>;

std::string safe(const char* text) { return text == nullptr ? std::string() : decode(text).text; }

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c; });
    return text;
}

Owned<GMimeMessage> parse(std::string_view bytes) {
    static std::once_flag is_started;  // GMime's own tables, which it keeps for the life of the program
    std::call_once(is_started, [] { g_mime_init(); });
    Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    g_mime_parser_set_persist_stream(parser.get(), FALSE);
    return Owned<GMimeMessage>(g_mime_parser_construct_message(parser.get(), nullptr));
}

// Deep nesting is refused before GMime, which reads parts within parts by calling itself.
std::size_t containers_in(std::string_view bytes, std::size_t limit) {
    constexpr std::array<std::string_view, 2> kMarks{"boundary", "message/rfc822"};
    std::size_t count = 0;
    for (std::size_t i = 0; i < bytes.size() && count <= limit; ++i) {
        if (bytes[i] != 'b' && bytes[i] != 'B' && bytes[i] != 'm' && bytes[i] != 'M') continue;
        for (const std::string_view mark : kMarks) {
            const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
            const std::string_view here = bytes.substr(i, mark.size());
            if (std::equal(here.begin(), here.end(), mark.begin(), mark.end(), same)) ++count;
        }
    }
    return count;
}

struct Body {
    std::string plain, html;
    std::size_t attachments = 0;
    std::size_t parts = 0;
    std::string fault;  // message key of a limit that was passed
    bool is_converted = false;
};

struct Walker {
    const Limits& limits;
    Body body;

    void walk(GMimeObject* object, std::size_t depth) {
        if (object == nullptr || !body.fault.empty()) return;
        if (depth > limits.max_mime_depth) {
            body.fault = "intake.mail.too_deep";
        } else if (++body.parts > limits.max_mime_parts) {
            body.fault = "intake.mail.too_many_parts";
        } else if (GMIME_IS_MULTIPART(object)) {
            auto* parts = reinterpret_cast<GMimeMultipart*>(object);
            for (int i = 0; i < g_mime_multipart_get_count(parts); ++i) walk(g_mime_multipart_get_part(parts, i), depth + 1);
        } else if (GMIME_IS_TEXT_PART(object) && !is_attachment(object)) {
            take(reinterpret_cast<GMimeTextPart*>(object));
        } else {
            ++body.attachments;
        }
    }

    static bool is_attachment(GMimeObject* object) {
        const char* disposition = g_mime_object_get_disposition(object);
        return disposition != nullptr && lower(disposition) == "attachment";
    }

    void take(GMimeTextPart* part) {
        const OwnedText content(g_mime_text_part_get_text(part));
        if (!content) return;
        const Decoded decoded = decode(content.get());
        body.is_converted = body.is_converted || decoded.encoding != "UTF-8";
        GMimeContentType* type = g_mime_object_get_content_type(reinterpret_cast<GMimeObject*>(part));
        const bool is_html = g_mime_content_type_is_type(type, "text", "html") != FALSE;
        if (!is_html && g_mime_content_type_is_type(type, "text", "plain") == FALSE) {
            ++body.attachments;  // a calendar, a vCard
            return;
        }
        std::string& into = is_html ? body.html : body.plain;
        if (!into.empty()) into += "\n\n";
        into += decoded.text;
    }

    std::string text() const {
        return trimmed(body.plain).empty() ? html_to_text(body.html) : body.plain;
    }
};

std::vector<Address> addresses(InternetAddressList* list) {
    std::vector<Address> result;
    const int count = list == nullptr ? 0 : internet_address_list_length(list);
    for (int i = 0; i < count && i < 200; ++i) {
        InternetAddress* one = internet_address_list_get_address(list, i);
        if (!INTERNET_ADDRESS_IS_MAILBOX(one)) continue;
        result.push_back({safe(internet_address_get_name(one)),
                          lower(safe(internet_address_mailbox_get_addr(reinterpret_cast<InternetAddressMailbox*>(one))))});
    }
    return result;
}

void take_references(GMimeMessage* message, const char* header, std::vector<std::string>& into) {
    const char* value = g_mime_object_get_header(reinterpret_cast<GMimeObject*>(message), header);
    std::string_view rest = value == nullptr ? std::string_view() : std::string_view(value);
    for (std::size_t n = 0; n < 1000; ++n) {
        const auto open = rest.find('<');
        const auto close = rest.find('>', open == std::string_view::npos ? rest.size() : open);
        if (close == std::string_view::npos) return;
        into.push_back(safe(std::string(rest.substr(open + 1, close - open - 1)).c_str()));
        rest.remove_prefix(close + 1);
    }
}

// A multipart message says where it ends; one without that was cut.
bool is_cut(GMimeMessage* message, std::string_view bytes) {
    GMimeObject* root = g_mime_message_get_mime_part(message);
    if (root == nullptr) return true;
    if (!GMIME_IS_MULTIPART(root)) return false;
    const char* boundary = g_mime_multipart_get_boundary(reinterpret_cast<GMimeMultipart*>(root));
    return boundary != nullptr && bytes.find("--" + std::string(boundary) + "--") == std::string_view::npos;
}

Mail headers_of(GMimeMessage* message, const Place& place) {
    Mail mail;
    mail.place = place;
    mail.message_id = safe(g_mime_message_get_message_id(message));
    mail.subject = trimmed(safe(g_mime_message_get_subject(message)));
    take_references(message, "References", mail.references);
    take_references(message, "In-Reply-To", mail.references);
    if (GDateTime* date = g_mime_message_get_date(message)) {
        mail.date = Instant(std::chrono::seconds(g_date_time_to_unix(date)));
    }
    const auto from = addresses(g_mime_message_get_from(message));
    if (!from.empty()) mail.from = from.front();
    mail.to = addresses(g_mime_message_get_to(message));
    const auto copies = addresses(g_mime_message_get_cc(message));
    mail.to.insert(mail.to.end(), copies.begin(), copies.end());
    return mail;
}

}  // namespace

Result<Mail> read_mail(std::string_view bytes, const Place& place, const Quoting& quoting, const Limits& limits) {
    if (bytes.size() > limits.max_message_bytes) {
        return fail(ErrorCode::kTooLarge, "intake.mail.too_large",
                    {{"limit_mb", std::to_string(limits.max_message_bytes >> 20)}}, place);
    }
    const std::string depth = std::to_string(limits.max_mime_depth);
    if (containers_in(bytes, limits.max_mime_parts) > limits.max_mime_parts) {
        return fail(ErrorCode::kTooLarge, "intake.mail.too_many_parts", {{"limit", std::to_string(limits.max_mime_parts)}}, place);
    }
    const auto message = parse(bytes);
    if (!message) return fail(ErrorCode::kInvalidInput, "intake.mail.broken", {}, place);
    Mail mail = headers_of(message.get(), place);
    Walker walker{limits, {}};
    walker.walk(g_mime_message_get_mime_part(message.get()), 1);
    if (!walker.body.fault.empty()) {
        const std::string limit = walker.body.fault == "intake.mail.too_deep" ? depth : std::to_string(limits.max_mime_parts);
        return fail(ErrorCode::kTooLarge, walker.body.fault, {{"limit", limit}}, place);
    }
    mail.text = without_quotes(walker.text(), quoting);
    mail.attachments = walker.body.attachments;
    const bool is_broken = is_cut(message.get(), bytes);
    if (mail.from.address.empty() || (is_broken && mail.text.empty())) {
        return fail(ErrorCode::kInvalidInput, is_broken ? "intake.mail.truncated" : "intake.mail.broken", {}, place);
    }
    if (is_broken) mail.warnings.push_back({"intake.mail.truncated", {}, place});
    if (walker.body.is_converted) mail.warnings.push_back({"intake.text.converted", {{"encoding", "Windows-1252"}}, place});
    return mail;
}

std::optional<std::string> text_of_body(std::string_view mediatype, std::string_view body, const Quoting& quoting,
                                        const Limits& limits) {
    if (mediatype.starts_with("text/html")) return without_quotes(html_to_text(utf8::repaired(body)), quoting);
    if (body.size() > limits.max_message_bytes) return std::nullopt;
    std::string type(mediatype);
    std::replace_if(type.begin(), type.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
    if (!mediatype.starts_with("multipart/")) return std::nullopt;
    if (containers_in(body, limits.max_mime_parts) > limits.max_mime_parts) return std::nullopt;
    const auto message = parse("Content-Type: " + type + "\r\n\r\n" + std::string(body));
    if (!message) return std::nullopt;
    Walker walker{limits, {}};
    walker.walk(g_mime_message_get_mime_part(message.get()), 1);
    if (!walker.body.fault.empty()) return std::nullopt;
    return without_quotes(walker.text(), quoting);
}

}  // namespace repere::intake
