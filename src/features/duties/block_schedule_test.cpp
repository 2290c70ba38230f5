// Block schedules as schools keep them, through the same door as every other file.
#include <gtest/gtest.h>

#include "features/duties/roster_files.h"
#include "features/duties/testing_folder.h"

namespace chiron::duties {
namespace {

/// Reads a schedule over three residents; gives "person unit days" of every placement, then the problems.
std::string read(const std::string& schedule, const std::string& blocks = "", RosterOptions options = {}) {
  const TestingFolder folder;
  RosterFiles files;
  files.people =
      folder.write("people.csv",
                   "id,name,kind,email\nR1,Jane Smith,learner,jane@x.org\nR2,John Doe,learner,\nR3,Ann Lee,learner,\n");
  files.placements = {folder.write("schedule.csv", schedule)};
  if (!blocks.empty()) files.blocks = folder.write("blocks.csv", blocks);
  const auto reading = read_roster(files, options);
  if (!reading) return reading.error().debug_text();
  std::string out;
  for (const Duty& duty : reading->roster.duties)
    out += std::string(duty.person) + " " + std::string(duty.target.id) + " " + duty.days.iso() + "\n";
  for (const people::Problem& problem : reading->roster.problems.list())
    out += std::string(people::name_of(problem.severity)) + " " + std::to_string(problem.row) + "/" + problem.column +
           " " + problem.error.key + "\n";
  return out;
}

TEST(BlockSchedule, DatesInHeadings) {
  EXPECT_EQ(read("Resident,PGY,Block 1 (2026-07-01 to 2026-07-28),Block 2 (2026-07-29 to 2026-08-25),Block 3 "
                 "(2026-08-26 to 2026-09-22)\n"
                 "\"Smith, Jane\",1,ICU,ICU,ICU / Nights\n"
                 "J Doe,2,LOA,Vacation,OB/GYN\n"
                 ",,,,\n"
                 "R3,1,,,\n"),
            "R1 ICU 2026-07-01..2026-09-23\nR1 Nights 2026-08-26..2026-09-23\n"
            "R2 OB/GYN 2026-08-26..2026-09-23\n"
            "note 1/ duties.schedule_columns_ignored\n");
}

TEST(BlockSchedule, DatesInRowsBelow) {
  EXPECT_EQ(read("name,Block 1,Block 2\nfrom,2026-07-01,2026-07-29\nto,2026-07-29,2026-08-26\nR1,ICU,Wards\n"),
            "R1 ICU 2026-07-01..2026-07-29\nR1 Wards 2026-07-29..2026-08-26\n");
  EXPECT_EQ(read("name,Block 1,Block 2\nstart,2026-07-01,2026-07-29\nend,2026-07-28,2026-08-25\nR1,ICU,Wards\n"),
            "R1 ICU 2026-07-01..2026-07-29\nR1 Wards 2026-07-29..2026-08-26\n");
  EXPECT_EQ(read("name,Fall A,Fall B\n,2026-07-01 to 2026-07-28,2026-07-29 to 2026-08-25\nR1,ICU,Wards\n"),
            "R1 ICU 2026-07-01..2026-07-29\nR1 Wards 2026-07-29..2026-08-26\n");
}

TEST(BlockSchedule, OnlyFirstDays) {
  EXPECT_EQ(read("id,name,2026-07-01,2026-07-29,2026-08-26\nR1,whoever,ICU,Wards,Clinic\n"),
            "R1 ICU 2026-07-01..2026-07-29\nR1 Wards 2026-07-29..2026-08-26\nR1 Clinic 2026-08-26..2026-09-23\n"
            "warning 1/2026-08-26 duties.last_block_guessed\nnote 1/ duties.schedule_columns_ignored\n");
}

TEST(BlockSchedule, ABlocksFile) {
  EXPECT_EQ(read("name,Block 1,Block 2\njane@x.org,ICU,Wards\n",
                 "block,from,last day\nBLOCK 1,2026-07-01,2026-07-28\nblock-2,2026-07-29,2026-08-25\n"),
            "R1 ICU 2026-07-01..2026-07-29\nR1 Wards 2026-07-29..2026-08-26\n");
}

TEST(BlockSchedule, Refusals) {
  EXPECT_EQ(read("name,Block 1,Block 2 (2026-07-29 to 2026-08-25)\nR1,ICU,Wards\n"),
            "error 1/Block 1 duties.block_without_days\n");
  EXPECT_EQ(read("name,PGY\nR1,1\n"), "error 1/ duties.no_blocks\nnote 1/ duties.schedule_columns_ignored\n");
  EXPECT_EQ(read("name,7/1/2026-7/8/2026\nR1,ICU\n"), "error 1/7/1/2026-7/8/2026 date.ambiguous\n");
  EXPECT_EQ(read("name,2026-07-01 to 2026-07-28\n,ICU\nR1,Wards\n"),
            "R1 Wards 2026-07-01..2026-07-29\nerror 2/name duties.row_without_person\n");
  EXPECT_EQ(read("name,2026-07-01 to 2026-07-28\nSmythe Someone,ICU\n"), "warning 2/ duties.unknown_person\n");
  RosterOptions told;
  told.people.dates = people::DateOrder::month_first;
  EXPECT_EQ(read("name,7/1/2026-7/8/2026\nR1,ICU\n", "", told), "R1 ICU 2026-07-01..2026-07-09\n");
}

}  // namespace
}  // namespace chiron::duties
