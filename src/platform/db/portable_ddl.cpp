// A small lexer over DDL: it finds columns and replaces their type words; everything else passes through.
#include "platform/db/portable_ddl.h"

#include <cctype>
#include <vector>

namespace chiron::db {
namespace {

/// A piece of the script: a word, one character of punctuation, or what passes untouched (spaces, comments, strings).
struct Piece {
  enum class Kind { word, mark, quiet, literal } kind;
  std::string text;
};

std::vector<Piece> pieces_of(std::string_view script) {
  std::vector<Piece> pieces;
  const auto word_character = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$';
  };
  for (std::size_t i = 0; i < script.size();) {
    const std::size_t start = i;
    auto kind = Piece::Kind::mark;
    const char c = script[i];
    if (std::isspace(static_cast<unsigned char>(c))) {
      while (i < script.size() && std::isspace(static_cast<unsigned char>(script[i]))) ++i;
      kind = Piece::Kind::quiet;
    } else if (script.substr(i).starts_with("--")) {
      while (i < script.size() && script[i] != '\n') ++i;
      kind = Piece::Kind::quiet;
    } else if (c == '\'' || c == '"') {
      ++i;
      while (i < script.size() && script[i] != c) ++i;
      if (i < script.size()) ++i;  // a doubled quote reads as two literals, which pass alike
      kind = Piece::Kind::literal;
    } else if (word_character(c)) {
      while (i < script.size() && word_character(script[i])) ++i;
      kind = Piece::Kind::word;
    } else {
      ++i;
    }
    pieces.push_back({kind, std::string(script.substr(start, i - start))});
  }
  return pieces;
}

bool same_word(std::string_view a, std::string_view lower_b) {
  if (a.size() != lower_b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(a[i])) != lower_b[i]) return false;
  return true;
}

/// Words that begin a table constraint, where a column's name would stand.
bool begins_constraint(std::string_view word) {
  for (const char* start : {"primary", "foreign", "unique", "check", "constraint", "exclude"})
    if (same_word(word, start)) return true;
  return false;
}

/// The engine's type for one of the five words; "" for any other.
std::string engine_type(std::string_view type, std::string_view column, Engine engine) {
  const bool lite = engine == Engine::sqlite;
  const std::string name(column);
  if (type == "id") return lite ? "BLOB CHECK (length(" + name + ") = 16)" : "uuid";
  if (type == "int64") return lite ? "INTEGER" : "bigint";
  if (type == "bool") return lite ? "INTEGER CHECK (" + name + " IN (0, 1))" : "boolean";
  if (type == "text") return lite ? "TEXT" : "text COLLATE \"C\"";
  if (type == "bytes") return lite ? "BLOB" : "bytea";
  return {};
}

}  // namespace

Result<std::string> expand_portable_ddl(std::string_view script, Engine engine) {
  auto pieces = pieces_of(script);
  std::string result;
  std::vector<std::string> words;  // of the current statement, up to the column list
  int depth = 0;
  bool in_table = false;     // inside CREATE TABLE
  bool column_next = false;  // a column's name may stand here
  std::string column;        // a name was read and its type follows
  for (auto& piece : pieces) {
    if (piece.kind == Piece::Kind::quiet) {
      result += piece.text;
      continue;
    }
    const bool word = piece.kind == Piece::Kind::word;
    if (!column.empty()) {
      const std::string type = word ? engine_type(piece.text, column, engine) : std::string();
      if (type.empty()) return err(refuse("db.unknown_type").with("column", column).with("type", piece.text));
      piece.text = type;
      column.clear();
    } else if (column_next && word) {
      if (!begins_constraint(piece.text)) column = piece.text;
      column_next = false;
    } else if (piece.kind == Piece::Kind::mark) {
      if (piece.text == "(") {
        if (depth++ == 0 && in_table) column_next = true;
      } else if (piece.text == ")") {
        if (--depth == 0 && in_table && engine == Engine::sqlite) piece.text = ") STRICT";
      } else if (piece.text == "," && depth == 1 && in_table) {
        column_next = true;
      } else if (piece.text == ";" && depth == 0) {
        words.clear();
        in_table = false;
      }
    }
    if (word && depth == 0) {
      words.push_back(piece.text);
      const auto count = words.size();
      in_table = in_table || (count == 2 && same_word(words[0], "create") && same_word(words[1], "table"));
      if (count >= 2 && same_word(words[0], "alter") && same_word(words[count - 2], "add") &&
          same_word(words[count - 1], "column"))
        column_next = true;
    }
    result += piece.text;
  }
  return result;
}

}  // namespace chiron::db
