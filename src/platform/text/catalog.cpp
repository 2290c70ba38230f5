// The catalog: parsing of the files, and formatting with ICU. Dates and numbers are formatted here rather than by
// ICU's message syntax so that the browser (web/src/text) says exactly the same.
#include "platform/text/catalog.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <unicode/numberformatter.h>
#include <unicode/unistr.h>
#include <boost/json.hpp>

#include "platform/text/pseudo.h"

namespace chiron::text {
namespace {

icu::UnicodeString to_icu(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

std::string to_utf8(const icu::UnicodeString& words) {
  std::string out;
  words.toUTF8String(out);
  return out;
}

/// One parsed message. `plain` is set when the words need no formatting at all.
struct Message {
  std::string pattern;
  std::string plain;
  bool is_plain = false;
  std::unique_ptr<icu::MessageFormat> format;
  /// Arguments the message uses as numbers (plural, selectordinal, number): a detail "3" becomes 3 for these.
  std::vector<std::string> numeric;
};

/// The arguments a pattern counts with.
std::vector<std::string> numeric_arguments(const icu::MessagePattern& pattern) {
  std::vector<std::string> names;
  for (std::int32_t i = 0; i + 1 < pattern.countParts(); ++i) {
    const auto& part = pattern.getPart(i);
    if (part.getType() != UMSGPAT_PART_TYPE_ARG_START) continue;
    const auto type = part.getArgType();
    const auto name = pattern.getSubstring(pattern.getPart(i + 1));
    const bool is_number = type == UMSGPAT_ARG_TYPE_SIMPLE && pattern.getSubstring(pattern.getPart(i + 2)) == u"number";
    if (is_number || type == UMSGPAT_ARG_TYPE_PLURAL || type == UMSGPAT_ARG_TYPE_SELECTORDINAL)
      names.push_back(to_utf8(name));
  }
  return names;
}

std::optional<std::int64_t> as_integer(std::string_view words) {
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(words.data(), words.data() + words.size(), number);
  if (problem != std::errc{} || end != words.data() + words.size()) return std::nullopt;
  return number;
}

}  // namespace

struct Catalog::State {
  std::string language;
  Pseudo pseudo = Pseudo::none;
  std::map<std::string, Message, std::less<>> messages;
  std::vector<std::string> months, weekdays;  // short names; months from January, weekdays from Monday
  icu::number::LocalizedNumberFormatter numbers;
  mutable std::atomic<std::uint64_t> missing{0};
  /// MessageFormat builds its plural rules on first use, even through a const reference.
  mutable std::mutex formatting;
};

Catalog::Catalog(std::unique_ptr<State> state) : state_(std::move(state)) {}
Catalog::Catalog(Catalog&&) noexcept = default;
Catalog& Catalog::operator=(Catalog&&) noexcept = default;
Catalog::~Catalog() = default;

Result<Catalog> Catalog::load(std::span<const CatalogFile> files, std::string language, Pseudo pseudo) {
  auto state = std::make_unique<State>();
  UErrorCode status = U_ZERO_ERROR;
  const auto locale = icu::Locale::forLanguageTag(language, status);
  state->pseudo = pseudo;
  state->language = pseudo == Pseudo::accented ? "en-XA" : pseudo == Pseudo::right_to_left ? "en-XB" : language;
  state->numbers = icu::number::NumberFormatter::withLocale(locale).roundingMode(UNUM_ROUND_HALFUP);

  const icu::DateFormatSymbols symbols(locale, status);
  std::int32_t count = 0;
  const auto* months = symbols.getMonths(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::ABBREVIATED);
  for (std::int32_t i = 0; i < 12 && i < count; ++i) state->months.push_back(to_utf8(months[i]));
  const auto* days = symbols.getWeekdays(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::ABBREVIATED);
  for (std::int32_t i = 0; i < 7 && count >= 8; ++i) state->weekdays.push_back(to_utf8(days[(i + 1) % 7 + 1]));
  if (U_FAILURE(status) || state->months.size() != 12 || state->weekdays.size() != 7)
    return err(fail(ErrorCode::internal, "text.unknown_language").with("language", language));

  for (const auto& file : files) {
    boost::system::error_code problem;
    const auto parsed = boost::json::parse(file.json, problem);
    if (problem) return err(refuse("text.malformed_file").with("room", file.room).with("reason", problem.message()));
    if (!parsed.is_object())
      return err(refuse("text.malformed_file").with("room", file.room).with("reason", "not an object"));
    for (const auto& [key, value] : parsed.get_object()) {
      const std::string name(key);
      if (!value.is_string()) return err(refuse("text.malformed_message").with("key", name).with("reason", "not text"));
      Message message;
      message.pattern = std::string(value.get_string());
      if (pseudo != Pseudo::none) {
        auto rewritten = pseudo_message(message.pattern, pseudo);
        if (!rewritten) return err(std::move(rewritten.error()).with("key", name));
        message.pattern = *std::move(rewritten);
      }
      UErrorCode broken = U_ZERO_ERROR;
      UParseError where{};
      const icu::MessagePattern pattern(to_icu(message.pattern), &where, broken);
      message.format = std::make_unique<icu::MessageFormat>(to_icu(message.pattern), locale, where, broken);
      if (U_FAILURE(broken))
        return err(
            refuse("text.malformed_message")
                .with("key", name)
                .with("reason", std::string(u_errorName(broken)) + " near character " + std::to_string(where.offset)));
      message.numeric = numeric_arguments(pattern);
      message.is_plain = message.pattern.find_first_of("{}'") == std::string::npos;
      if (message.is_plain) {
        message.plain = message.pattern;
        message.format.reset();
      }
      if (!state->messages.emplace(name, std::move(message)).second)
        return err(refuse("text.duplicate_key").with("key", name));
    }
  }
  return Catalog(std::move(state));
}

Result<Catalog> Catalog::load_directory(const std::filesystem::path& directory, std::string language, Pseudo pseudo) {
  std::vector<CatalogFile> files;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(directory, problem)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string json((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in) return err(fail(ErrorCode::io, "text.unreadable").with("path", entry.path().string()));
    files.push_back({entry.path().stem().string(), std::move(json)});
  }
  if (problem) return err(fail(ErrorCode::io, "text.unreadable").with("path", directory.string()));
  std::ranges::sort(files, {}, &CatalogFile::room);
  return load(files, std::move(language), pseudo);
}

const Catalog& Catalog::english() {
  static const Catalog catalog = [] {
    auto loaded = load(embedded_english());
    // A build whose own words do not parse cannot say so in words; tests keep this from ever shipping.
    if (!loaded) {
      std::fprintf(stderr, "text/en: %s\n", loaded.error().debug_text().c_str());
      std::abort();
    }
    return *std::move(loaded);
  }();
  return catalog;
}

std::string Catalog::shown(const Argument& argument) const {
  if (const auto* words = std::get_if<std::string>(&argument)) return *words;
  if (const auto* number = std::get_if<std::int64_t>(&argument)) return format(*number);
  if (const auto* real = std::get_if<double>(&argument)) return format_decimal(*real, 2);
  if (const auto* day = std::get_if<Date>(&argument)) return format(*day);
  if (const auto* days = std::get_if<DateRange>(&argument)) return format(*days);
  return format(std::get<Word>(argument).key);
}

std::string Catalog::filled(const Sentence& sentence) const {
  const bool has_words = !sentence.args.empty() && sentence.args[0].first == "text";
  const auto* const words = has_words ? std::get_if<std::string>(&sentence.args[0].second) : nullptr;
  if (!words) return {};
  std::string out;
  for (std::size_t at = 0; at < words->size();) {
    const auto end = (*words)[at] == '{' ? words->find_first_of("{}", at + 1) : std::string::npos;
    if (end != std::string::npos && (*words)[end] == '}') {
      const auto name = std::string_view(*words).substr(at + 1, end - at - 1);
      const auto found = std::find_if(sentence.args.begin() + 1, sentence.args.end(),
                                      [&](const auto& argument) { return argument.first == name; });
      if (found != sentence.args.end()) {
        out += shown(found->second);
        at = end + 1;
        continue;
      }
    }
    out += (*words)[at++];
  }
  return out;
}

std::string Catalog::format(const Sentence& sentence) const {
  if (sentence.key.empty()) return filled(sentence);
  const auto found = state_->messages.find(sentence.key);
  if (found == state_->messages.end()) {
    state_->missing.fetch_add(1, std::memory_order_relaxed);
    return sentence.key;
  }
  const Message& message = found->second;
  if (message.is_plain) return message.plain;

  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  names.reserve(sentence.args.size());
  values.reserve(sentence.args.size());
  for (const auto& [name, argument] : sentence.args) {
    names.push_back(to_icu(name));
    if (const auto* words = std::get_if<std::string>(&argument)) {
      const bool counts = std::ranges::find(message.numeric, name) != message.numeric.end();
      const auto number = counts ? as_integer(*words) : std::nullopt;
      values.push_back(number ? icu::Formattable(*number) : icu::Formattable(to_icu(*words)));
    } else if (const auto* number = std::get_if<std::int64_t>(&argument)) {
      values.emplace_back(*number);
    } else if (const auto* real = std::get_if<double>(&argument)) {
      values.emplace_back(*real);
    } else if (const auto* day = std::get_if<Date>(&argument)) {
      values.emplace_back(to_icu(format(*day)));
    } else if (const auto* days = std::get_if<DateRange>(&argument)) {
      values.emplace_back(to_icu(format(*days)));
    } else {
      values.emplace_back(to_icu(format(std::get<Word>(argument).key)));
    }
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out;
  {
    const std::lock_guard lock(state_->formatting);
    message.format->format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
  }
  // Words where a number was promised: better the pattern than nothing at all.
  return U_FAILURE(status) ? message.pattern : to_utf8(out);
}

std::string Catalog::format(std::string_view key) const { return format(Sentence(std::string(key))); }

std::string Catalog::format(const Error& error) const {
  Sentence sentence("error." + error.key);
  for (const auto& detail : error.detail) sentence.args.emplace_back(detail.name, detail.value);
  return format(sentence);
}

namespace {

std::string day_and_month(const std::vector<std::string>& months, Date day) {
  const auto civil = day.civil();
  return std::to_string(civil.day) + " " + months[static_cast<std::size_t>(civil.month - 1)] + " " +
         std::to_string(civil.year);
}

bool is_open(Date day) { return day == Date::min() || day == Date::max(); }

}  // namespace

std::string Catalog::format(Date day) const {
  if (is_open(day)) return {};
  return state_->weekdays[static_cast<std::size_t>(day.iso_weekday() - 1)] + " " + day_and_month(state_->months, day);
}

std::string Catalog::format(DateRange days) const {
  const bool open_from = is_open(days.from);
  const bool open_to = is_open(days.to);
  if (open_from && open_to) return format("date.always");
  if (days.empty()) return format("date.never");
  const std::string first = open_from ? "" : day_and_month(state_->months, days.from);
  const std::string last = open_to ? "" : day_and_month(state_->months, days.last());
  if (open_to) return format(Sentence("date.from").with("first", Argument(first)));
  if (open_from) return format(Sentence("date.until").with("last", Argument(last)));
  if (days.days() == 1) return format(days.from);
  return format(Sentence("date.range").with("first", Argument(first)).with("last", Argument(last)));
}

std::string Catalog::format(std::int64_t number) const {
  UErrorCode status = U_ZERO_ERROR;
  return to_utf8(state_->numbers.formatInt(number, status).toString(status));
}

std::string Catalog::format_decimal(double number, int decimals) const {
  UErrorCode status = U_ZERO_ERROR;
  const auto places = icu::number::Precision::fixedFraction(std::clamp(decimals, 0, 6));
  return to_utf8(state_->numbers.precision(places).formatDouble(number, status).toString(status));
}

std::string Catalog::format_percent(double share, int decimals) const {
  UErrorCode status = U_ZERO_ERROR;
  const auto places = icu::number::Precision::fixedFraction(std::clamp(decimals, 0, 6));
  return to_utf8(state_->numbers.precision(places)
                     .unit(icu::MeasureUnit::getPercent())
                     .scale(icu::number::Scale::powerOfTen(2))
                     .formatDouble(share, status)
                     .toString(status));
}

bool Catalog::contains(std::string_view key) const { return state_->messages.find(key) != state_->messages.end(); }

std::vector<std::string> Catalog::keys() const {
  std::vector<std::string> keys;
  keys.reserve(state_->messages.size());
  for (const auto& [key, message] : state_->messages) keys.push_back(key);
  return keys;
}

std::string_view Catalog::pattern(std::string_view key) const {
  const auto found = state_->messages.find(key);
  return found == state_->messages.end() ? std::string_view{} : std::string_view(found->second.pattern);
}

std::uint64_t Catalog::missing_count() const { return state_->missing.load(std::memory_order_relaxed); }
const std::string& Catalog::language() const { return state_->language; }

std::string_view Catalog::direction() const {
  if (state_->pseudo == Pseudo::right_to_left) return "rtl";
  return icu::Locale(state_->language.c_str()).isRightToLeft() ? "rtl" : "ltr";
}

}  // namespace chiron::text
