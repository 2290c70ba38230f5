// Where mails are worded and handed on: letters of the outbox, messages about cases, invitations.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "features/accounts/account_routes.h"
#include "features/relationships/case_messages.h"
#include "platform/config/config.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/log/log.h"
#include "platform/mail/letter.h"
#include "platform/mail/smtp.h"
#include "platform/text/catalog.h"

namespace chiron::app {

/// The settings mail.*, checked.
struct MailOptions {
  mail::Server server;
  std::string from;
};
/// Nothing without mail.smtp_host. Errors: "mail.from", those of mail::check_address and mail::parse_tls.
Result<std::optional<MailOptions>> mail_options(const config::Config& config);
/// The way to the server, with the password of the settings or of `secrets/mail.password`; none without options.
/// Errors: those of mail::check(Server).
Result<std::unique_ptr<mail::Sender>> sender_of(std::optional<MailOptions> options,
                                                const std::filesystem::path& secrets, const Clock& clock);

/// Words letters in the institution's language and hands them on, in the institution's name. Of a demo nothing leaves:
/// its people are invented, their addresses may be somebody's. Every letter leaves a line in the log, without address
/// or words. Safe to use from several threads.
class PostOffice {
 public:
  /// Without a sender mail is not set up. Everything must outlive it.
  PostOffice(db::Database& database, const text::Catalog& catalog, log::Log& log, std::unique_ptr<mail::Sender> sender,
             std::string from);

  bool is_set_up() const { return sender_ != nullptr; }
  /// Who gives a way in to somebody of the roster who is written to and has none.
  using WayIn = std::function<Result<std::optional<accounts::Invited>>(InstitutionId, PersonId, const std::string&)>;
  void gives(WayIn way_in) { way_in_ = std::move(way_in); }
  /// Where the institution's pages are, for the next step that a letter names; known once the server listens.
  void stands_at(std::string address);

  enum class Sent : std::uint8_t { handed_on, not_set_up, demo };
  /// `key` makes the Message-ID, so that a letter sent twice can be recognized. A person who has not joined gets their
  /// invitation with it; its token is drawn here and kept nowhere, so a letter that is tried again brings a new one.
  /// Errors: those of mail::Sender.
  Result<Sent> send(InstitutionId institution, const std::string& key, const mail::Letter& letter,
                    const std::stop_token& stop = {});
  /// Mails an invitation's link. It is sent while its inviter waits, and kept nowhere (accounts::Doors).
  accounts::Mailed invite(InstitutionId institution, const accounts::Invited& invited);

 private:
  std::string address() const;
  Result<std::string> way_in_of(InstitutionId institution, const mail::Letter& letter);
  db::Database& database_;
  const text::Catalog& catalog_;
  log::Log& log_;
  std::unique_ptr<mail::Sender> sender_;
  std::string from_;
  WayIn way_in_;
  mutable std::mutex mutex_;
  std::string address_;
};

/// The handler of mail::send_kind. Where mail is not set up a letter ends as done with the result "not_set_up": it is
/// not sent later, when what it asks for may long be over.
jobs::Handler letter_handler(PostOffice& post);

/// Delivers messages about cases by mail. Errors beside those of the sender: "mail.no_address" (unavailable: tried
/// again, since nobody counts as told who was not).
relationships::Deliver deliver_case_messages(db::Database& database, PostOffice& post);

}  // namespace chiron::app
