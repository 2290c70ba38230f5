// Pseudo-locales: only the literal words of a message change; see pseudo.h.
#include "platform/text/pseudo.h"

#include <unicode/messagepattern.h>
#include <unicode/unistr.h>

namespace chiron::text {
namespace {

// One accented letter for each of a-z and A-Z; web/src/text/pseudo.ts uses the same table.
constexpr std::u16string_view lower = u"åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž";
constexpr std::u16string_view upper = u"ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";
static_assert(lower.size() == 26 && upper.size() == 26);

constexpr char16_t right_to_left_override = 0x202E;
constexpr char16_t pop_direction = 0x202C;

class Rewriter {
 public:
  Rewriter(const icu::MessagePattern& pattern, Pseudo pseudo) : pattern_(pattern), pseudo_(pseudo) {}

  icu::UnicodeString rewrite() {
    std::int32_t part = 0;
    message(part);
    if (pseudo_ == Pseudo::accented && letters_ > 0) {
      icu::UnicodeString padded = u"[";
      padded.append(out_).append(u' ');
      for (std::int32_t i = 0; i < (letters_ * 2 + 4) / 5; ++i) padded.append(u'·');
      return padded.append(u']');
    }
    return out_;
  }

 private:
  /// Copies one message from its MSG_START at `part` to its MSG_LIMIT, where `part` is left.
  void message(std::int32_t& part) {
    std::int32_t from = pattern_.getPart(part).getLimit();
    for (++part;; ++part) {
      const auto& here = pattern_.getPart(part);
      switch (here.getType()) {
        case UMSGPAT_PART_TYPE_MSG_LIMIT: literal(from, here.getIndex()); return;
        case UMSGPAT_PART_TYPE_ARG_START:
          literal(from, here.getIndex());
          argument(part);
          from = pattern_.getPart(part).getLimit();
          break;
        case UMSGPAT_PART_TYPE_SKIP_SYNTAX:
        case UMSGPAT_PART_TYPE_REPLACE_NUMBER:
          literal(from, here.getIndex());
          copy(here.getIndex(), here.getLimit());
          from = here.getLimit();
          break;
        default: break;
      }
    }
  }

  /// Copies an argument as it is, apart from the messages nested in a plural or select.
  void argument(std::int32_t& part) {
    std::int32_t from = pattern_.getPart(part).getIndex();
    const std::int32_t end = pattern_.getLimitPartIndex(part);
    for (++part; part < end; ++part) {
      const auto& here = pattern_.getPart(part);
      if (here.getType() != UMSGPAT_PART_TYPE_MSG_START) continue;
      copy(from, here.getLimit());
      message(part);
      from = pattern_.getPart(part).getIndex();
    }
    copy(from, pattern_.getPart(end).getLimit());
  }

  void copy(std::int32_t from, std::int32_t to) { out_.append(pattern_.getPatternString(), from, to - from); }

  void literal(std::int32_t from, std::int32_t to) {
    if (from >= to) return;
    const auto& words = pattern_.getPatternString();
    if (pseudo_ == Pseudo::right_to_left) out_.append(right_to_left_override);
    for (std::int32_t i = from; i < to; ++i) {
      const char16_t c = words.charAt(i);
      const bool is_lower = c >= u'a' && c <= u'z';
      const bool is_upper = c >= u'A' && c <= u'Z';
      if (is_lower || is_upper) ++letters_;
      if (pseudo_ == Pseudo::accented && is_lower) out_.append(lower[static_cast<std::size_t>(c - u'a')]);
      else if (pseudo_ == Pseudo::accented && is_upper) out_.append(upper[static_cast<std::size_t>(c - u'A')]);
      else out_.append(c);
    }
    if (pseudo_ == Pseudo::right_to_left) out_.append(pop_direction);
  }

  const icu::MessagePattern& pattern_;
  Pseudo pseudo_;
  icu::UnicodeString out_;
  std::int32_t letters_ = 0;
};

}  // namespace

Result<std::string> pseudo_message(std::string_view message, Pseudo pseudo) {
  UErrorCode status = U_ZERO_ERROR;
  const auto words =
      icu::UnicodeString::fromUTF8(icu::StringPiece(message.data(), static_cast<std::int32_t>(message.size())));
  const icu::MessagePattern pattern(words, nullptr, status);
  if (U_FAILURE(status)) return err(refuse("text.malformed_message").with("reason", u_errorName(status)));
  std::string out;
  if (pseudo == Pseudo::none) return std::string(message);
  Rewriter(pattern, pseudo).rewrite().toUTF8String(out);
  return out;
}

}  // namespace chiron::text
