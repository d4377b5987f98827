"""What nbgrader must know of this course; read by ``nbgrader`` and by ``autograder`` alike."""

from autograder.preprocessors import AUTOGRADE, SANITIZE, SubmissionExporter

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "deep-network-training"

c.ClearSolutions.begin_solution_delimeter = "START CODE HERE"
c.ClearSolutions.end_solution_delimeter = "END CODE HERE"
c.ClearSolutions.code_stub = {
    "python": "### START CODE HERE ###\n"
    'raise NotAttempted("write your code in place of this line.")\n'
    "### END CODE HERE ###"
}
c.ClearSolutions.text_stub = "*Write your answer here, in place of this line.*"

c.GenerateAssignment.preprocessors.append("autograder.authoring.open_exercises.RunThrough")

c.Autograde.exporter_class = SubmissionExporter
c.Autograde.sanitize_preprocessors = SANITIZE
c.Autograde.autograde_preprocessors = AUTOGRADE
