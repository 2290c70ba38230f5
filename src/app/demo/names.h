// Invented names from several cultures, each person's full name different, with the spelling old systems give them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/random.h"

namespace chiron::app_demo {

struct DemoName {
  std::string given, family;              ///< given is "" for people with one name
  std::string plain_given, plain_family;  ///< the same in ASCII
};

/// Draws names; no two people share a full name (compared without accents), whatever the seed.
class NameSource {
 public:
  explicit NameSource(SeededRandom& random) : random_(random) {}
  DemoName next();
  /// Takes a name out of the pool, so that `next` never draws it, and gives it back with its plain spelling.
  DemoName reserve(std::string_view given, std::string_view family);
  /// Keeps a family name for reserved people alone, so that "J. Smith" fits exactly those who were planted.
  void keep_family(std::string_view family);

 private:
  SeededRandom& random_;
  std::unordered_set<std::string> taken_, kept_families_;
};

/// One name from the pools, without its plain spelling; two draws may be the same.
DemoName draw_name(SeededRandom& random);

/// The Latin letters of the pool without their accents ("Nguyễn" → "Nguyen").
std::string without_accents(std::string_view text);

}  // namespace chiron::app_demo
