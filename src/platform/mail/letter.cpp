// Sentences as JSON: key and arguments, each with its type.
#include "platform/mail/letter.h"

#include <charconv>
#include <type_traits>

#include <boost/describe.hpp>

#include "platform/json/json.h"

namespace chiron::mail {
namespace {

enum class Type : std::uint8_t { words, number, day, word };
BOOST_DESCRIBE_ENUM(Type, words, number, day, word)

struct StoredArgument {
  std::string name;
  Type type = Type::words;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(StoredArgument, (), (name, type, value))
struct StoredSentence {
  std::string key;
  std::vector<StoredArgument> args;
};
BOOST_DESCRIBE_STRUCT(StoredSentence, (), (key, args))
struct StoredLetter {
  std::string to;
  StoredSentence subject;
  std::vector<StoredSentence> text;
  std::optional<std::string> person;
};
BOOST_DESCRIBE_STRUCT(StoredLetter, (), (to, subject, text, person))

StoredSentence stored(const text::Sentence& sentence) {
  StoredSentence made{sentence.key, {}};
  for (const auto& [name, argument] : sentence.args) {
    StoredArgument one{name, Type::words, {}};
    if (const auto* words = std::get_if<std::string>(&argument)) one.value = *words;
    if (const auto* number = std::get_if<std::int64_t>(&argument))
      one.type = Type::number, one.value = std::to_string(*number);
    if (const auto* day = std::get_if<Date>(&argument)) one.type = Type::day, one.value = day->iso();
    if (const auto* word = std::get_if<text::Word>(&argument)) one.type = Type::word, one.value = word->key;
    made.args.push_back(std::move(one));
  }
  return made;
}

Result<text::Argument> argument_of(const StoredArgument& stored) {
  switch (stored.type) {
    case Type::words: return stored.value;
    case Type::word: return text::Word{stored.value};
    case Type::day: return TRY(Date::parse(stored.value));
    case Type::number: {
      std::int64_t number = 0;
      const auto* const end = stored.value.data() + stored.value.size();
      const auto read = std::from_chars(stored.value.data(), end, number);
      if (read.ec != std::errc{} || read.ptr != end) break;
      return number;
    }
  }
  return err(refuse("mail.argument"));
}

Result<text::Sentence> sentence_of(const StoredSentence& stored) {
  text::Sentence sentence(stored.key);
  for (const StoredArgument& one : stored.args) sentence.args.emplace_back(one.name, TRY(argument_of(one)));
  return sentence;
}

}  // namespace

std::string letter_json(const Letter& letter) {
  StoredLetter made{letter.to, stored(letter.subject), {}, {}};
  if (!letter.person.empty()) made.person = letter.person;
  for (const auto& sentence : letter.text) made.text.push_back(stored(sentence));
  return json::write(made);
}

Result<Letter> parse_letter(std::string_view text) {
  const auto read = TRY(json::parse<StoredLetter>(text));
  Letter letter{read.to, TRY(sentence_of(read.subject)), {}, read.person.value_or("")};
  for (const StoredSentence& sentence : read.text) letter.text.push_back(TRY(sentence_of(sentence)));
  return letter;
}

jobs::Request letter_request(std::string key, const Letter& letter, Instant now) {
  return {send_kind, 1, std::move(key), letter_json(letter), now, send_attempts};
}

}  // namespace chiron::mail
