# Leest de matrices voor RSiena: 1 een korte lijn, 0 geen, NA niet bekend, 10 niet gevraagd (structurele nul).
#   Rscript rsiena.R          in de map met deze bestanden
mensen <- read.csv("deelnemers.csv", sep = ";", encoding = "UTF-8", stringsAsFactors = FALSE)
bestanden <- sort(list.files(pattern = "^meting-[0-9]+\\.txt$"))
matrices <- lapply(bestanden, function(bestand) as.matrix(read.table(bestand, na.strings = "NA")))
for (nummer in seq_along(bestanden)) {
  cellen <- matrices[[nummer]]
  cat(sprintf(
    "%s: %d mensen, %d korte lijnen, %d niet bekend, %d niet gevraagd\n",
    bestanden[nummer], nrow(cellen),
    sum(cellen == 1, na.rm = TRUE), sum(is.na(cellen)), sum(cellen == 10, na.rm = TRUE)
  ))
}
stopifnot(all(sapply(matrices, nrow) == nrow(mensen)))
# RSiena vraagt ten minste twee metingen.
if (requireNamespace("RSiena", quietly = TRUE) && length(matrices) >= 2) {
  n <- nrow(mensen)
  netwerk <- RSiena::sienaDependent(array(unlist(matrices), dim = c(n, n, length(matrices))))
  sector <- RSiena::coCovar(mensen$sectornummer)
  gegevens <- RSiena::sienaDataCreate(netwerk, sector)
  print(gegevens)
}
