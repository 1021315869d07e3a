"""The page that shows where a job search stands: figures, then HTML, then a file."""
