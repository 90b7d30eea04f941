# Leest mensen en lijnen en telt per meting: wie is gevraagd, wie antwoordde, korte lijnen (sterkte 2 of meer) en
# dichtheid (lijnen gedeeld door de paren waarover iets is gezegd). Alleen base R.
#   Rscript lijnen.R          in de map met de csv-bestanden
lees <- function(naam) {
  bestand <- list.files(pattern = paste0("^", naam, "(-niet-voor-publicatie)?\\.csv$"))[1]
  read.csv(bestand, sep = ";", fileEncoding = "UTF-8-BOM", na.strings = "", stringsAsFactors = FALSE)
}
mensen <- lees("mensen")
lijnen <- lees("lijnen")
metingen <- sort(unique(lijnen$meting[lijnen$bron == "meting"]))
for (meting in metingen) {
  gezegd <- lijnen[lijnen$bron == "meting" & lijnen$meting %in% meting, ]
  gezegd <- gezegd[order(gezegd$maand), ]
  laatste <- gezegd[!duplicated(gezegd[c("van", "naar")], fromLast = TRUE), ]
  bekend <- laatste[!is.na(laatste$sterkte), ]
  kort <- sum(bekend$sterkte >= 2)
  cat(sprintf(
    "meting %d: %d gevraagd, %d geantwoord, %d korte lijnen, dichtheid %.4f\n",
    meting,
    sum(mensen[[paste0("gevraagd_", meting)]]),
    sum(mensen[[paste0("geantwoord_", meting)]]),
    kort,
    kort / nrow(bekend)
  ))
}
