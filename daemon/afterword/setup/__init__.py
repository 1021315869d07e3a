"""`afterword setup`: what is asked, tried and written."""
