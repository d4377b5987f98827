"""What runs inside the sandbox: all of ``autograder`` that a student's process can see."""
