"""One piece of mail: MIME, HTML, quotes, signatures, marks, authentication."""
