// One message after the other.
#include "features/relationships/case_messages.h"

#include "features/relationships/case_store.h"
#include "platform/crypto/derived_random.h"

namespace chiron::relationships {
namespace {

constexpr std::string_view to_learner = "learner ", to_others = "others ";

jobs::Request message(std::string_view to, CaseId id, Instant now) {
  const std::string key = std::string(to) + id.text();
  return {case_message_kind, 1, key, key, now, 50};
}

text::Sentence sentence(const Case& about, bool is_learner) {
  auto said = text::Sentence(is_learner ? "relationships.case.told_learner" : "relationships.case.told_others")
                  .with("tie", text::Word{"rule." + about.rule + ".title"})
                  .with("deadline", about.deadline);
  return said;
}

}  // namespace

Result<> post_first_messages(db::WriteTransaction& write, const At& at, const std::vector<Case>& opened) {
  std::vector<jobs::Identified> messages;
  for (const Case& one : opened)
    messages.push_back({jobs::JobId::random(at.random), message(to_learner, one.id, at.now)});
  return jobs::post(write, at.institution, messages, at.now);
}

Result<> learner_knows(db::WriteTransaction& write, const At& at, CaseId id) {
  TRY(note_learner_told(write, at.institution, id, at.now));
  TRY(jobs::post(write, at.institution, jobs::JobId::random(at.random), message(to_others, id, at.now), at.now));
  return {};
}

jobs::Handler case_message_handler(db::Database& database, const Clock& clock, Random& random, Deliver deliver) {
  return [&database, &clock, &random, deliver = std::move(deliver)](jobs::Work& work) -> Result<jobs::Completion> {
    const InstitutionId institution = work.job().institution;
    const std::string& payload = work.job().payload;
    const bool is_learner = payload.starts_with(to_learner);
    const auto id = TRY(CaseId::parse(std::string_view(payload).substr((is_learner ? to_learner : to_others).size())));
    const auto about = TRY(database.read([&](db::ReadTransaction& read) { return find_case(read, institution, id); }));
    if (!about || about->state == CaseState::closed) return jobs::Completion{};
    TRY(deliver({institution, payload, {is_learner ? about->learner : about->educator}, sentence(*about, is_learner)}));
    const Instant now = clock.now();
    const auto seed = crypto::draw_seed(random);
    return jobs::Completion{"", [=](db::WriteTransaction& write) -> Result<> {
                              if (!is_learner) return note_others_told(write, institution, id, now);
                              crypto::DerivedRandom drawn(seed);
                              return learner_knows(write, {institution, now, drawn}, id);
                            }};
  };
}

}  // namespace chiron::relationships
