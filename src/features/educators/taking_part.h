// What an educator says about taking part in a program: yes or no, how many learners, with what and how. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/error.h"

namespace chiron::educators {

/// What an educator can help with: a closed list, so that it can be counted and matched. Its words: educators.topic.*.
enum class Topic : std::uint8_t {
  study_skills,
  exams,
  clinical_reasoning,
  procedures,
  communication,
  feedback,
  time_and_workload,
  wellbeing,
  belonging,
  returning,
  parenting,
  specialty_choice,
  applications,
  research,
  teaching,
  leadership,
};
BOOST_DESCRIBE_ENUM(Topic, study_skills, exams, clinical_reasoning, procedures, communication, feedback,
                    time_and_workload, wellbeing, belonging, returning, parenting, specialty_choice, applications,
                    research, teaching, leadership)

/// How an educator works. Its words: educators.way.*.
enum class WorkingWay : std::uint8_t {
  listens,
  asks,
  structures,
  tells_own_story,
  challenges,
  opens_doors,
  in_person,
  online,
  evenings,
  short_and_often,
};
BOOST_DESCRIBE_ENUM(WorkingWay, listens, asks, structures, tells_own_story, challenges, opens_doors, in_person, online,
                    evenings, short_and_often)

/// One row of a list that people choose from; the order is the one shown.
template <class Value>
struct Named {
  Value value;
  std::string_view name;
};
/// The two lists, the only place that names their entries.
inline constexpr std::array<Named<Topic>, 16> all_topics{{
    {Topic::study_skills, "study_skills"},
    {Topic::exams, "exams"},
    {Topic::clinical_reasoning, "clinical_reasoning"},
    {Topic::procedures, "procedures"},
    {Topic::communication, "communication"},
    {Topic::feedback, "feedback"},
    {Topic::time_and_workload, "time_and_workload"},
    {Topic::wellbeing, "wellbeing"},
    {Topic::belonging, "belonging"},
    {Topic::returning, "returning"},
    {Topic::parenting, "parenting"},
    {Topic::specialty_choice, "specialty_choice"},
    {Topic::applications, "applications"},
    {Topic::research, "research"},
    {Topic::teaching, "teaching"},
    {Topic::leadership, "leadership"},
}};
inline constexpr std::array<Named<WorkingWay>, 10> all_ways{{
    {WorkingWay::listens, "listens"},
    {WorkingWay::asks, "asks"},
    {WorkingWay::structures, "structures"},
    {WorkingWay::tells_own_story, "tells_own_story"},
    {WorkingWay::challenges, "challenges"},
    {WorkingWay::opens_doors, "opens_doors"},
    {WorkingWay::in_person, "in_person"},
    {WorkingWay::online, "online"},
    {WorkingWay::evenings, "evenings"},
    {WorkingWay::short_and_often, "short_and_often"},
}};

/// What somebody answered. `path`, `topics`, `ways` are shown to learners; `released_by` and the hours to the program
/// office.
struct Answer {
  bool takes_part = false;
  std::int64_t capacity = 0;                    ///< learners, 1 … the program's cap; 0 with a no
  std::optional<std::int64_t> hours_per_month;  ///< 0 … most_hours
  std::string released_by;                      ///< who freed the time, at most longest_name characters
  std::vector<Topic> topics;                    ///< each once, in the order of the list
  std::vector<WorkingWay> ways;                 ///< likewise
  std::string path;                             ///< their own way so far, at most longest_path characters
  bool declared = false;                        ///< "I have named every duty and tie": the declaration of conflicts

  bool operator==(const Answer&) const = default;
};
inline constexpr std::int64_t most_hours = 200;
inline constexpr std::size_t longest_path = 600, longest_name = 120;

/// The answer as it is kept: lists in order and without repeats, outer blanks gone, no seats with a no. Refuses, each
/// with the field in `setting`: "educators.capacity" {to}, "educators.hours" {to}, "educators.too_long" {most, has}.
Result<Answer> checked(Answer answer, std::int64_t capacity_cap);

/// Names with a blank between them, as the database keeps a list; what it does not know is left out when read.
std::string written(const std::vector<Topic>& topics);
std::string written(const std::vector<WorkingWay>& ways);
std::vector<Topic> topics_in(std::string_view names);
std::vector<WorkingWay> ways_in(std::string_view names);

}  // namespace chiron::educators
