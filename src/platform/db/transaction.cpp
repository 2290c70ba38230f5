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

}  // namespace chiron::db
