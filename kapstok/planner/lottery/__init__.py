"""The coin design (loting): coins decide between plans that are as good, so that later one can tell what tables did."""
