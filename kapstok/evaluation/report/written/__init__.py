"""One document in three forms. Each sets what people typed as text: nothing in it can be a command."""

from kapstok.evaluation.report.written.page import as_html
from kapstok.evaluation.report.written.paper import as_pdf
from kapstok.evaluation.report.written.word import as_docx

__all__ = ["as_docx", "as_html", "as_pdf"]
