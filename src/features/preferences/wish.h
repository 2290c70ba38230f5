// Rules of a learner's wishes: how many, each person once, and when they are open. Pure.
#pragma once

#include <vector>

#include <boost/describe.hpp>

#include "base/date.h"
#include "base/error.h"
#include "base/id.h"

namespace chiron::preferences {

/// Three to five, in order (docs/foundations.md 12), from at most so many profiles.
inline constexpr std::size_t fewest_wishes = 3, most_wishes = 5, most_profiles = 12;

/// How many wishes are asked for at least where so many people are on offer: somebody to whom two are offered is not
/// kept from wishing.
constexpr std::size_t fewest_of(std::size_t offered) { return offered < fewest_wishes ? offered : fewest_wishes; }

/// Errors: "preferences.too_few" {from}, "preferences.too_many" {to}, "preferences.repeated".
Result<> check(const std::vector<PersonId>& wishes, std::size_t offered);

/// Where a day stands to the days on which wishes may be saved.
enum class WishWindow : std::uint8_t { early, open, closed };
BOOST_DESCRIBE_ENUM(WishWindow, early, open, closed)
constexpr WishWindow window_on(DateRange days, Date today) {
  return today < days.from ? WishWindow::early : today < days.to ? WishWindow::open : WishWindow::closed;
}

}  // namespace chiron::preferences
