// Program files: read back what was written; refuse what a charter does not allow, by line.
#include "features/programs/program_file.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace chiron::programs {
namespace {

TEST(ProgramFile, ReadsBackWhatItWrote) {
  for (const Charter& charter : charters())
    for (Preset preset : all_presets) {
      Program program = standard_program(charter.role, *DateRange::parse("2027-08-01..2028-08-01"), preset);
      program.name = "Interns \"2027\"\n= 1";
      program.learners.cohort = "interns";
      program.weights.near_stage = 17;
      program.weights.best_stage_distance = -2;
      program.score_floor = 150;
      const std::string text = write_program(program);
      const auto again = read_program_text("program.toml", text);
      ASSERT_TRUE(again) << again.error().debug_text() << "\n" << text;
      EXPECT_EQ(write_program(*again), text);
      EXPECT_EQ(again->policy, program.policy);
    }
}

TEST(ProgramFile, NotesStandAboveTheirSettingsAndChangeNothing) {
  const Program program = standard_program(conflict::Role::mentor, *DateRange::parse("2027-08-01..2028-08-01"));
  const std::string plain = write_program(program);
  const std::string noted =
      write_program(program, [](std::string_view setting) { return setting == "objective" ? "one\ntwo = \"x\"" : ""; });
  EXPECT_NE(noted.find("\n# one\n# two = \"x\"\nobjective = "), std::string::npos) << noted;
  const auto again = read_program_text("p", noted);
  ASSERT_TRUE(again) << again.error().debug_text();
  EXPECT_EQ(write_program(*again), plain);
}

TEST(ProgramFile, ReadsEveryObjectiveAndTheFloor) {
  for (const auto objective : matching::all_objectives) {
    const std::string name(matching::name_of(objective));
    const auto program = read_program_text("p", "objective = '" + name + "'\nscore_floor = 120");
    ASSERT_TRUE(program) << program.error().debug_text();
    EXPECT_EQ(program->objective, objective);
    EXPECT_EQ(program->score_floor, 120);
  }
  EXPECT_EQ(read_program_text("p", "")->score_floor, 0);
}

TEST(ProgramFile, AnEmptyFileIsAMentorProgram) {
  const auto program = read_program_text("p", "");
  ASSERT_TRUE(program) << program.error().debug_text();
  EXPECT_EQ(program->role, conflict::Role::mentor);
  EXPECT_TRUE(program->require.training_required);
}

/// The example and the table of settings in the documentation, which newcomers copy.
TEST(ProgramFile, TheDocumentedExampleIsReadAndEverySettingIsExplained) {
  std::ifstream file(CHIRON_ROOT "/docs/formats.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string page = text.str();
  const auto begin = page.find("```toml\n") + 8, end = page.find("```", begin);
  ASSERT_NE(end, std::string::npos);
  const auto program = read_program_text("docs/formats.md", page.substr(begin, end - begin));
  ASSERT_TRUE(program) << program.error().debug_text();
  EXPECT_EQ(program->learners.stage, "PGY-1");
  const auto explained = [&](std::string_view name) {
    return page.find("`" + std::string(name) + "`", end) != std::string::npos;
  };
  for (const auto& weight : named_weights()) EXPECT_TRUE(explained(weight.name)) << weight.name;
  for (const auto& requirement : named_requirements()) EXPECT_TRUE(explained(requirement.name)) << requirement.name;
  for (const auto objective : matching::all_objectives) EXPECT_TRUE(explained(matching::name_of(objective)));
  EXPECT_TRUE(explained("score_floor"));
}

struct Refusal {
  const char* text;
  const char* key;
  const char* line;
};
class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, WithTheLine) {
  const auto program = read_program_text("p.toml", GetParam().text);
  ASSERT_FALSE(program);
  EXPECT_EQ(program.error().key, GetParam().key) << program.error().debug_text();
  EXPECT_EQ(program.error()["line"], GetParam().line) << program.error().debug_text();
  EXPECT_EQ(program.error()["file"], "p.toml");
}

INSTANTIATE_TEST_SUITE_P(
    ProgramFile, Refused,
    testing::Values(Refusal{"name = ", "programs.malformed_file", "1"},
                    Refusal{"\nnaem = 'x'", "programs.unknown_setting", "2"},
                    Refusal{"[weights]\nsame_specialty = -1", "programs.out_of_range", "2"},
                    Refusal{"[weights]\nsame_specialty = 1.5", "programs.wrong_type", "2"},
                    Refusal{"role = 'boss'", "conflict.unknown_role", "1"},
                    Refusal{"term = '2028-01-01..2027-01-01'", "date.reversed_range", "1"},
                    Refusal{"preset = 'best'", "programs.unknown_preset", "1"},
                    Refusal{"objective = 'happiness'", "programs.unknown_objective", "1"},
                    Refusal{"score_floor = -1", "programs.out_of_range", "1"},
                    Refusal{"\nscore_floor = 1.5", "programs.wrong_type", "2"},
                    Refusal{"[capacity]\ncap = 6", "programs.out_of_range", "2"},
                    Refusal{"[conflicts]\nchain_depth = 9", "conflict.depth_out_of_range", "2"},
                    Refusal{"[conflicts]\nlook_ahead_days = -1", "conflict.look_out_of_range", "2"},
                    Refusal{"[conflicts.rules]\nno_such_rule = 'block'", "conflict.unknown_rule", "2"},
                    Refusal{"[conflicts.rules]\nmanages_now = 'allow'", "conflict.level_out_of_range", "2"}));

}  // namespace
}  // namespace chiron::programs
