# The same questions answered by other programs: R with sna, network and exactRankTests from Debian.
#   apt-get install --no-install-recommends r-base-core r-cran-sna r-cran-network r-cran-exactranktests
#   Rscript tests/golden/inference.R > tests/golden/inference.txt
# What it prints stands in inference.txt; tests/unit/evaluation/inference compares with that, so that R is not needed.
suppressMessages({library(sna); library(exactRankTests)})
options(digits = 12)
set.seed(20240301)

# One network of 16 people in three sectors, written out by a rule that any language can follow.
n <- 16
sector <- c(rep(0, 6), rep(1, 6), rep(2, 4))
first <- last <- seated <- matrix(0, n, n)
for (i in 0:(n - 1)) for (j in 0:(n - 1)) if (i != j) {
  same <- sector[i + 1] == sector[j + 1]
  first[i + 1, j + 1] <- as.integer((7 * i + 11 * j + 3 * i * j) %% 13 < ifelse(same, 5, 2))
  seated[i + 1, j + 1] <- as.integer((i + j) %% 4 == 0)
  last[i + 1, j + 1] <- as.integer((5 * i + 9 * j + i * j) %% 11 < 2 + 3 * first[i + 1, j + 1] + 2 * seated[i + 1, j + 1])
}
same <- outer(sector, sector, "==") * 1
cat("lines", sum(first), sum(last), sum(seated), "\n")

# MRQAP with double semi-partialling: coefficients, t-values, and how often a permutation is as far (20,000 draws).
fit <- netlm(last, list(first, seated, same), nullhyp = "qapspp", reps = 20000)
cat("mrqap.value", fit$coefficients[-1], "\n")
cat("mrqap.t", fit$tstat[-1], "\n")
cat("mrqap.p", fit$pgreqabs[-1], "\n")

# The E-I index by hand, and its chance when sectors are shuffled (20,000 draws).
ei <- function(net, s) { between <- sum(net[outer(s, s, "!=")]); (2 * between - sum(net)) / sum(net) }
drawn <- replicate(20000, { s <- sample(sector); c(ei(first, s), ei(last, s)) })
drawn <- rbind(drawn, drawn[2, ] - drawn[1, ])
seen <- c(ei(first, sector), ei(last, sector)); seen <- c(seen, seen[2] - seen[1])
cat("ei.value", seen, "\n")
cat("ei.expected", rowMeans(drawn), "\n")
tails <- function(k) min(1, 2 * min(mean(drawn[k, ] <= seen[k] + 1e-9), mean(drawn[k, ] >= seen[k] - 1e-9)))
cat("ei.p", tails(1), tails(2), tails(3), "\n")

# Sign-flip of the lines that each person gained: exact, by the shift algorithm.
gained <- rowSums(last) - rowSums(first)
cat("flip.changes", gained, "\n")
flip <- function(d) perm.test(d, rep(0, length(d)), paired = TRUE, exact = TRUE)$p.value
cat("flip.p", flip(gained), flip(c(3, -1, 2, 0, 4, -2, 5)), flip(c(1, 1, 1, 1, 1, 1)), "\n")

# The tests of issue 6: McNemar (exact), Wilcoxon with ties (exact), Wilson, Holm.
mcnemar <- function(came, left) binom.test(came, came + left)$p.value
cat("mcnemar.p", mcnemar(8, 1), mcnemar(10, 2), mcnemar(5, 5), mcnemar(31, 17), "\n")
wilcoxon <- function(d) wilcox.exact(d, exact = TRUE)$p.value
cat("wilcoxon.p", wilcoxon(c(2, 2, -1, 1, 0, 4, -3, 1)), wilcoxon(c(-1, -2, -2, -4, 1, 0, -3, -3, 2, -1)),
    wilcoxon(rep(c(1, 2, -1, 1, 3, -2), 5)), "\n")
wilson <- function(part, whole) prop.test(part, whole, correct = FALSE)$conf.int
cat("wilson", wilson(7, 20), wilson(0, 12), wilson(45, 60), "\n")
cat("holm", p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.3), "holm"), "\n")
cat("versions", R.version.string, "; sna", as.character(packageVersion("sna")),
    "; exactRankTests", as.character(packageVersion("exactRankTests")), "\n")
