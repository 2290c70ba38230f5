-- Current duties but memberships, with the class of facts that each counts in as conflict::coverage_class_of has it.
-- Without memberships duties towards a group are found by their index, which leaves them out as well.
CREATE VIEW duties_by_class AS
SELECT d.*,
       CASE WHEN d.kind IN ('supervises_clinically', 'writes_evaluation', 'supervises') THEN 'supervision'
            WHEN d.kind IN ('assesses', 'appraises', 'delegates_to') THEN 'assessment'
            WHEN d.kind IN ('sits_on', 'prepares_panel_file') THEN 'panel'
            WHEN d.kind IN ('manages', 'directs', 'sets_rota_of') THEN 'management'
            ELSE 'ties' END AS coverage_class
  FROM current_duties d
 WHERE d.kind <> 'member_of';
