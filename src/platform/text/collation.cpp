// Sort keys and search keys by ICU; see collation.h.
#include "platform/text/collation.h"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace chiron::text {
namespace {

icu::UnicodeString to_icu(std::string_view words) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(words.data(), static_cast<std::int32_t>(words.size())));
}

/// Letters that Unicode does not take apart although people search for them by their plain form.
const char16_t* plain_letter(UChar32 c) {
  switch (c) {
    case U'ø': return u"o";
    case U'ł': return u"l";
    case U'đ': return u"d";
    case U'ð': return u"d";
    case U'þ': return u"th";
    case U'æ': return u"ae";
    case U'œ': return u"oe";
    case U'ı': return u"i";
    default: return nullptr;
  }
}

}  // namespace

struct Collation::State {
  std::unique_ptr<const icu::Collator> collator;
};

Collation::Collation(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<Collation> Collation::for_language(std::string_view language) {
  const auto refusal = [&] { return err(refuse("text.unknown_language").with("language", std::string(language))); };
  UErrorCode status = U_ZERO_ERROR;
  const auto locale = icu::Locale::forLanguageTag(std::string(language), status);
  if (U_FAILURE(status) || locale.isBogus() || *locale.getLanguage() == '\0') return refusal();
  std::unique_ptr<icu::Collator> collator(icu::Collator::createInstance(locale, status));
  if (U_FAILURE(status)) return refusal();
  collator->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
  collator->setAttribute(UCOL_STRENGTH, UCOL_TERTIARY, status);
  if (U_FAILURE(status)) return refusal();
  auto state = std::make_shared<State>();
  state->collator = std::move(collator);
  return Collation(std::move(state));
}

std::string Collation::sort_key(std::string_view words) const {
  const auto wide = to_icu(words);
  std::string key(words.size() * 3 + 16, '\0');
  auto* bytes = reinterpret_cast<std::uint8_t*>(key.data());
  auto length = state_->collator->getSortKey(wide, bytes, static_cast<std::int32_t>(key.size()));
  if (static_cast<std::size_t>(length) > key.size()) {
    key.resize(static_cast<std::size_t>(length));
    bytes = reinterpret_cast<std::uint8_t*>(key.data());
    length = state_->collator->getSortKey(wide, bytes, length);
  }
  key.resize(length > 0 ? static_cast<std::size_t>(length) - 1 : 0);  // without ICU's closing zero
  return key;
}

std::string search_key(std::string_view words) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* apart = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString folded;
  if (U_SUCCESS(status)) folded = apart->normalize(fold->normalize(to_icu(words), status), status);
  if (U_FAILURE(status)) return {};
  icu::UnicodeString out;
  bool space_pending = false;
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    const auto mask = U_GET_GC_MASK(c);
    if ((mask & U_GC_M_MASK) != 0 || c == u'\'' || c == u'’' || c == u'ʼ' || c == u'`' || c == u'.') continue;
    if ((mask & (U_GC_L_MASK | U_GC_N_MASK)) == 0 && c != 0xFFFD) {
      space_pending = !out.isEmpty();
      continue;
    }
    if (space_pending) out.append(u' ');
    space_pending = false;
    if (const auto* plain = plain_letter(c)) out.append(plain, -1);
    else out.append(c);
  }
  std::string utf8;
  out.toUTF8String(utf8);
  return utf8;
}

bool is_utf8(std::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  std::size_t i = 0;
  while (i < bytes.size()) {
    UChar32 c = 0;
    U8_NEXT(data, i, bytes.size(), c);
    if (c < 0) return false;
  }
  return true;
}

}  // namespace chiron::text
