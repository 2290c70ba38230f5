// Starting statements, and spoiling the transaction when one fails.
#include "platform/db/transaction.h"

#include <cstring>

namespace chiron::db {
namespace {

/// RFC 3629: shortest forms only, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(BytesView text) {
  for (std::size_t i = 0; i < text.size();) {
    // Most text is ASCII: eight bytes at a time.
    std::uint64_t eight = 0;
    if (i + 8 <= text.size() && (std::memcpy(&eight, text.data() + i, 8), (eight & 0x8080808080808080U) == 0)) {
      i += 8;
      continue;
    }
    const std::uint8_t lead = text[i];
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((text[i + k] & 0xC0) != 0x80) return false;
    const std::uint8_t next = text[i + 1];
    if ((lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F) || (lead == 0xF0 && next < 0x90) ||
        (lead == 0xF4 && next > 0x8F))
      return false;
    i += length;
  }
  return true;
}

/// How many rows one statement of PostgreSQL takes: few different numbers, since each is a statement to prepare.
constexpr std::size_t rows_at_once[] = {32, 8};

/// The text of `INSERT … VALUES ($1, …)` for several rows; each row's arguments follow those of the row before.
std::string with_rows(std::string_view text, std::size_t width, std::size_t rows) {
  const auto open = text.find('(', text.rfind("VALUES"));
  const auto close = text.find(')', open);
  const auto row = text.substr(open, close + 1 - open);
  std::string written(text.substr(0, open));
  for (std::size_t n = 0; n < rows; ++n) {
    if (n > 0) written += ", ";
    for (std::size_t i = 0; i < row.size();) {
      written += row[i];
      if (row[i++] != '$') continue;
      std::size_t place = 0;
      while (row[i] >= '0' && row[i] <= '9') place = place * 10 + static_cast<std::size_t>(row[i++] - '0');
      written += std::to_string(n * width + place);
    }
  }
  return written.append(text.substr(close + 1));
}

}  // namespace

Query ReadTransaction::start(const Sql& sql, std::span<const Parameter> parameters) {
  if (spoilt_by_) return Query(*this, err(*spoilt_by_));
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Parameter& parameter = parameters[i];
    if (parameter.type != Type::text || parameter.is_null) continue;
    // PostgreSQL refuses both; SQLite would store them, and the two would differ.
    const bool nul =
        !parameter.bytes.empty() && std::memchr(parameter.bytes.data(), 0, parameter.bytes.size()) != nullptr;
    if (!nul && is_utf8(parameter.bytes)) continue;
    spoilt_by_ = refuse(nul ? "db.text_with_nul" : "db.text_not_utf8").with("place", std::to_string(i + 1));
    return Query(*this, err(*spoilt_by_));
  }
  auto cursor = connection_.start(sql, parameters);
  if (!cursor) spoilt_by_ = cursor.error();
  return Query(*this, std::move(cursor));
}

Error Query::note(Error error) {
  if (!transaction_->spoilt_by_) transaction_->spoilt_by_ = error;
  return error;
}

Result<std::int64_t> WriteTransaction::finish(Query query) {
  TRY(query.each([](const Row&) {}));
  return (*query.cursor_)->changed();
}

Result<> WriteTransaction::insert_rows(const Sql& sql, std::span<const Parameter> parameters, std::size_t width) {
  for (std::size_t at = 0; at < parameters.size();) {
    const std::size_t left = (parameters.size() - at) / width;
    std::size_t rows = 1;
    if (engine() == Engine::postgres)
      for (const std::size_t many : rows_at_once)
        if (rows == 1 && many <= left) rows = many;
    const auto theirs = parameters.subspan(at, rows * width);
    if (rows == 1) {
      TRY(finish(start(sql, theirs)));
    } else {
      const std::string text = with_rows(sql.postgres, width, rows);
      TRY(finish(start(Sql(sql.name, text, text), theirs)));
    }
    at += theirs.size();
  }
  return {};
}

}  // namespace chiron::db
