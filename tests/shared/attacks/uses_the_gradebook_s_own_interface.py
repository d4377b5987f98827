# %% [markdown]
# # **grader: calls nbgrader to enter its points**
#
# Uses nbgrader's own interface to the gradebook to grade itself, and to enter another student.

# %%
import sqlalchemy

try:
    from nbgrader.api import Gradebook

    with Gradebook("sqlite:///@COURSE@/gradebook.db") as book:
        submission = book.find_submission("gradient_checking", "@STUDENT@")
        for grade in submission.notebooks[0].grades:
            grade.manual_score = grade.extra_credit = 20
        book.db.commit()
        book.add_student("@MARK@")
        print("TAKEN the gradebook")
except (ImportError, sqlalchemy.exc.SQLAlchemyError):
    pass
