// Who hears of what inside a write: typed events that one feature publishes and later ones answer in the same
// transaction. Every subscription stands in one list, src/app/subscriptions.cpp.
#pragma once

#include <functional>
#include <typeindex>
#include <utility>
#include <vector>

#include "base/error.h"

namespace chiron::db {

class WriteTransaction;

/// Subscribers in the order in which they were added. Complete before the first write; only read afterwards.
class Subscriptions {
 public:
  template <class Event>
  void add(std::function<Result<>(WriteTransaction&, const Event&)> subscriber) {
    list_.emplace_back(typeid(Event), [subscriber = std::move(subscriber)](WriteTransaction& write, const void* event) {
      return subscriber(write, *static_cast<const Event*>(event));
    });
  }
  /// Calls the subscribers of the event's own type; the first error ends it and is returned.
  template <class Event>
  Result<> publish(WriteTransaction& write, const Event& event) const {
    for (const auto& [type, call] : list_)
      if (type == typeid(Event)) TRY(call(write, &event));
    return {};
  }

 private:
  std::vector<std::pair<std::type_index, std::function<Result<>(WriteTransaction&, const void*)>>> list_;
};

}  // namespace chiron::db
