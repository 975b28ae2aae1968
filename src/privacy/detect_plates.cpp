// Number plates: French (AB-123-CD), older French, British, and others where the words speak of a vehicle.
#include <algorithm>

#include "privacy/candidates.hpp"
#include "privacy/dictation.hpp"

namespace repere::privacy {
namespace {

// L for a letter, 9 for a figure.
std::string shape_of(std::string_view text) {
    std::string shape;
    for (const char c : text) shape += c >= '0' && c <= '9' ? '9' : 'L';
    return shape;
}

bool is_letters(const Reading& r, std::size_t i) {
    const Item& item = r[i];
    if (item.letter()) return true;
    if (!item.word() || item.folded.size() > 4) return false;
    if (!r.written() && item.folded.size() == 2 && !item.is(kStop | kUnit | kFiller | kArticle | kParticle) && (item.folded.find_first_of("aeiouy") == std::string_view::npos || r.about(i, kTopicPlate, 10))) return true;  // "gn trois sept huit ht"
    return item.all_capitals || (r.written() && item.folded.size() <= 3 && !item.is(kStop | kCommon | kUnit)) || (item.info != nullptr && item.info->letter != 0);
}

// "kilo", "oscar": a letter of a spelling alphabet.
bool alphabet_at(const Reading& r, std::size_t i) { return i < r.size() && r[i].word() && r[i].info != nullptr && r[i].info->letter != 0; }

struct Plate {
    std::string text;
    std::size_t last = kNone;
};

// Letters and figures from item i on, at most 9 characters; "oscar juliet delta" are letters.
Plate gather(const Reading& r, std::size_t i, std::vector<DictationStep>& steps) {
    Plate plate;
    std::size_t skipped = 0;
    for (std::size_t j = i; j < r.size() && plate.text.size() < 9; ++j) {
        const Item& item = r[j];
        if (item.line_start && j > i) break;
        if (item.kind == ItemKind::kMark || item.is(kFiller)) {
            const bool sentence_ends = item.is_mark('.') && !item.said && plate.text.size() >= 5 && j + 1 < r.size() && r[j + 1].space_before && r.written();
            if (sentence_ends || (item.is_mark('.') && !item.said && shape_of(plate.text) == "LL999LL")) break;
            if (++skipped > 4 || (item.kind == ItemKind::kMark && std::string_view("-., :").find(item.mark) == std::string_view::npos)) break;
            continue;
        }
        if (item.number() && item.value.size() <= 6) plate.text += item.value;
        else if (item.letter() && item.said && plate.text.size() >= 5 && item.value[0] == plate.text[0] && shape_of(plate.text).back() == 'L') break;  // "h quarante-deux k l m, h comme hôtel"
        else if (item.letter()) plate.text += item.value;
        else if (item.word() && item.info != nullptr && item.info->letter != 0 && (!plate.text.empty() || alphabet_at(r, j + 1))) plate.text += item.info->letter;
        else if (is_letters(r, j)) plate.text += item.folded;
        else break;
        skipped = 0;
        plate.last = j;
        steps.push_back({j, plate.text.size()});
    }
    return plate;
}

// "g h euh g h six cent deux n r": begun twice. The last item, or kNone.
std::size_t restarted(std::string_view text, const std::vector<DictationStep>& steps) {
    for (const DictationStep& step : steps) {
        if (step.length == 9 && text.substr(0, 2) == text.substr(2, 2) && shape_of(text.substr(2, 7)) == "LL999LL") return step.item;
    }
    return kNone;
}

// Letters and figures that change once or twice, as plates of most countries do.
bool foreign(std::string_view shape) {
    std::size_t changes = 0;
    for (std::size_t k = 1; k < shape.size(); ++k) changes += shape[k] != shape[k - 1];
    const auto letters = std::count(shape.begin(), shape.end(), 'L');
    return shape.size() >= 5 && changes >= 1 && changes <= 4 && letters >= 2 && shape.size() - static_cast<std::size_t>(letters) >= 2;
}

// "cent quatre-vingt-quatre tunis quarante-cinq vingt et un": series, country, number. The last item, or kNone.
std::size_t tunisian(const Reading& r, std::size_t i) {
    if (!r[i].number() || r[i].value.size() > 3 || i + 2 >= r.size() || !r[i + 1].is(kPlateWord) || !r[i + 2].number()) return kNone;
    const auto d = dictation(r, i + 2, 4, Letters::kFew);
    return d.steps.empty() || d.text.size() < 3 ? kNone : d.last();
}

std::string figures_between(const Reading& r, std::size_t first, std::size_t last) {
    std::string figures;
    for (std::size_t i = first; i <= last; ++i) figures += r[i].value;
    return figures;
}

}  // namespace

void find_plates(const Reading& r, Candidates& out) {
    for (std::size_t i = 0; i < r.size(); ++i) {
        const bool alphabet = alphabet_at(r, i);
        if (!r[i].number() && !alphabet && !is_letters(r, i)) continue;
        if (glued_before(r, i)) continue;
        if (const std::size_t end = tunisian(r, i); end != kNone) {
            out.push_back({DataType::kPlate, i, end, 0.9, "form:plate", r[i].value + "tunis" + figures_between(r, i + 2, end)});
            continue;
        }
        const bool plate = r.about(i, kTopicPlate, 10);
        const bool belgian = r[i].number() && (r[i].value == "1" || r[i].value == "2") && i + 2 < r.size() && (r[i + 1].letter() || (r[i + 1].kind == ItemKind::kMark && (r[i + 2].letter() || (!r[i].said && r[i + 2].all_capitals && r[i + 2].folded.size() == 3))));
        if (!(r[i].number() && (plate || belgian)) && !is_letters(r, i) && !(alphabet && plate)) continue;
        if (r[i].number() && r[i].value.size() > 4) continue;
        std::vector<DictationStep> steps;
        const Plate run = gather(r, i, steps);
        if (run.last == kNone || run.text.size() < 5) continue;
        if (const auto end = restarted(run.text, steps); end != kNone) {
            out.push_back({DataType::kPlate, i, end, 0.99, "form:plate", run.text.substr(2)});
            continue;
        }
        // The longest shape first.
        for (std::size_t k = steps.size(); k-- > 0;) {
            const std::string shape = shape_of(std::string_view(run.text).substr(0, steps[k].length));
            double score = 0;
            if (shape == "LL999LL") score = r[i].all_capitals || r[i].letter() || plate ? 0.9 : 0.6;
            else if (shape == "LL99LLL" && !r.french()) score = 0.85;
            else if (plate && (shape == "9999LL99" || shape == "999LLL99" || shape == "999LL99" || shape == "99LL99" ||
                               shape == "LL99999" || shape == "LL999999" || shape == "L999LLL" || shape == "L99LLL" || shape == "9LLL999" ||
                               shape == "LLL999L" || shape == "LLL9999" || shape == "LLL999")) {
                score = 0.6;
            }
            else if (shape == "9LLL999" && r[i].value.size() == 1 && (r[i].value[0] == '1' || r[i].value[0] == '2') && !r.about(i, kTopicCustomer, 6)) score = 0.62;  // Belgium
            else if (r.about(i, kTopicPlate, 3) && steps[k].length <= 8 && foreign(shape) && (r[i].all_capitals || (r[i].letter() && r[i].capitalised) || r[i].number())) score = 0.55;
            if (score == 0) continue;
            if (r.about(i, kTopicPostcode, 6)) score -= 0.4;  // "SW19 8AA" has a plate's shape
            if (plate) score += 0.08;
            else if (r.about(i, kTopicOther | kTopicCustomer, 4)) score -= 0.3;
            out.push_back({DataType::kPlate, i, steps[k].item, score, plate ? "context:plate" : "form:plate",
                           run.text.substr(0, steps[k].length)});
            break;
        }
    }
}

}  // namespace repere::privacy
