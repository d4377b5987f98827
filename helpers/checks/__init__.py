"""What becomes of an answer: it is compared, its mistake is named, the verdict is shown.

The same for students, who come in by ``check``, and for the grader, who takes the parts.
"""

CASES_VARIABLE = "COURSE_CASES"  # names the file with the inputs, where the course is graded
ANSWERS_TYPE = "application/vnd.course.answers+json"  # of the output that the answers leave in
