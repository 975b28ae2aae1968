// The one table of errors and the value that carries one.
//
// An Error travels as a value in Result<T>; nothing in Repère throws across a module's border. It holds no sentence:
// its `key` names a text in messages/{fr,en}/*.yaml (`what` happened, and the `cure`), filled with `details` when it
// is shown. So one error reads right in both languages, and a test can look at the key.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace repere {

enum class ErrorCode {
    kInvalidInput,    // a file, document or recording is broken or not what it says it is
    kTooLarge,        // a limit on size, depth or time was passed
    kUnsupported,     // well formed, but not something Repère reads
    kNotFound,        // a file, id or name that does not exist
    kConflict,        // two things claim one identity
    kUsage,           // wrong command line
    kConfiguration,   // a grid, rule, mapping or setting is wrong
    kEnvironment,     // store, model, helper program or disk is missing or refuses
    kCancelled,       // stopped on request
    kInternal,        // a bug
};

// One row of the table: what the outside sees of an ErrorCode.
struct ErrorTraits {
    ErrorCode code;
    std::string_view name;  // stable, used in JSON and logs
    int exit_code;          // of a command that fails as a whole: 1 input, 2 usage or configuration, 3 environment
    int http_status;
};

const ErrorTraits& traits(ErrorCode code);

// Where in which input. Empty parts are unknown.
struct Place {
    std::string source;    // file name as the user gave it; "-" is standard input
    std::size_t line = 0;  // from 1; 0 unknown
    std::size_t column = 0;
    std::string path;      // inside a document: "turns[3].text", "attachment 2", "sheet row 14"
};

// "calls/a.json:12:4 (turns[3].text)"
std::string to_string(const Place& place);

using Details = std::map<std::string, std::string>;

struct Error {
    ErrorCode code = ErrorCode::kInternal;
    std::string key;  // message key, "intake.csv.column_missing"
    Details details;  // fills {name} in the message
    Place place;
};

// Something worth telling that did not stop the work; shown as {"code": key, "message": …}.
struct Warning {
    std::string key;
    Details details;
    Place place;
};

}  // namespace repere
