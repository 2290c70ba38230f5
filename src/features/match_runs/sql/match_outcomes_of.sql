SELECT became, count(*) FROM match_proposals WHERE institution_id = $1 AND run_id = $2 GROUP BY became ORDER BY became
