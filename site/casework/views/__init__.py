"""The screens of the office: worklist, case, step, file."""
