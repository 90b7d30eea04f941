"""Words to make fictional people of: first names are drawn again when they run out, a surname is given once."""

FIRST_NAMES = (
    "Aaltje", "Agnes", "Ahmed", "Albert", "Amina", "Anke", "Annelies", "Arend", "Arjan", "Astrid", "Ayse", "Baukje",
    "Bea", "Bert", "Bianca", "Bram", "Carla", "Carolien", "Chantal", "Corrie", "Daan", "Derk", "Diana", "Dineke",
    "Edwin", "Elif", "Ellen", "Els", "Emma", "Erik", "Esther", "Eveline", "Fatma", "Femke", "Floor", "Frits",
    "Geert", "Gerda", "Gerrit", "Gina", "Hanneke", "Harm", "Hedwig", "Heleen", "Henk", "Hilde", "Ineke", "Inge",
    "Irene", "Jacob", "Jantien", "Jasper", "Jeroen", "Joke", "Jolanda", "Joost", "Judith", "Kees", "Khadija",
    "Klaas", "Laura", "Leonie", "Lianne", "Linda", "Lisette", "Loes", "Lotte", "Maaike", "Manon", "Margriet",
    "Marieke", "Marloes", "Meike", "Mirjam", "Monique", "Nadia", "Nienke", "Nynke", "Olga", "Patrick", "Petra",
    "Pieter", "Renate", "Rianne", "Robert", "Roelie", "Ronald", "Ruben", "Sandra", "Sanne", "Sara", "Selma",
    "Sietske", "Silvia", "Sjoerd", "Suzan", "Tamara", "Thea", "Thijs", "Tineke", "Tom", "Truus", "Wendy", "Wiebe",
    "Wilma", "Willem", "Yvonne", "Yusuf",
)  # fmt: skip

SURNAMES = (
    "Aalders", "Abbink", "Achterberg", "Akkerman", "Alkema", "Amrani", "Arends", "Assink", "Baas", "Bakker",
    "Beekman", "Benali", "Berends", "Beukema", "Bloem", "Boersma", "Bolt", "Bouwman", "Brandsma", "Brinkman",
    "Bruins", "Buitenhuis", "Cazemier", "Dekker", "Demir", "Dijkhuis", "Doornbos", "Drost", "Duursma", "Ebbers",
    "Eising", "Elzinga", "Engberts", "Everts", "Faber", "Feenstra", "Fokkens", "Gerritsma", "Gosselink", "Greven",
    "Groothuis", "Haandrikman", "Hagedoorn", "Harmsen", "Heidema", "Hendriks", "Hoekstra", "Hofman", "Holthuis",
    "Hulshof", "Huizing", "Jalink", "Jansma", "Joling", "Kaya", "Kamphuis", "Kiers", "Klaassen", "Kloosterman",
    "Koning", "Kooistra", "Korte", "Kramer", "Kuipers", "Lammers", "Lantinga", "Leeuwerik", "Loman", "Lubbers",
    "Meems", "Meijerink", "Mensink", "Middelkamp", "Mulder", "Nijboer", "Nijland", "Oosting", "Oudman", "Overbeek",
    "Pathuis", "Pinxter", "Ploeger", "Pots", "Prins", "Ramdin", "Reinders", "Ridderbos", "Roelofs", "Rozema",
    "Sahin", "Schepers", "Scholte", "Schuring", "Siebers", "Slagter", "Smeenge", "Snijders", "Stellingwerf",
    "Strating", "Tamminga", "Tans", "Terpstra", "Tiemens", "Timmer", "Uiterwijk", "Veenhuis", "Veldkamp",
    "Visscher", "Vos", "Vrielink", "Waalkens", "Warmolts", "Weggemans", "Wessels", "Westerhof", "Wieringa",
    "Wijnholds", "Wolters", "Ypma", "Zandbergen", "Zeemering", "Zuidema", "Zwaan", "Zwiers",
    "van den Bosch", "van der Heide", "van der Laan", "van Wijk", "de Groot", "ten Have",
)  # fmt: skip
