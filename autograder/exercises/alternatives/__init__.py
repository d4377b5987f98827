"""Right implementations that are written unlike the references: the grader accepts them all."""
