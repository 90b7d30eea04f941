"""Two people are brought together by somebody who knows both."""
