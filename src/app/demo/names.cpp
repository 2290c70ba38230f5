// The name pools and their ASCII spellings.
#include "app/demo/names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace chiron::app_demo {
namespace {

constexpr auto given_names = std::to_array<const char*>({
    "Amara",     "Chinedu", "Ngozi",    "Ifeoma",   "Kwame",      "Abena",    "Yaw",      "Thandiwe",  "Sipho",
    "Naledi",    "Wanjiru", "Otieno",   "Selam",    "Dawit",      "Hodan",    "Abdi",     "Fatoumata", "Moussa",
    "Layla",     "Omar",    "Yusuf",    "Noor",     "Rania",      "Karim",    "Dina",     "Hassan",    "Mariam",
    "Leila",     "Navid",   "Shirin",   "Darius",   "Aylin",      "Emre",     "Defne",    "Levon",     "Ani",
    "Tamar",     "Giorgi",  "Anya",     "Dmitri",   "Oksana",     "Taras",    "Zofia",    "Łukasz",    "Agnieszka",
    "Tomáš",     "Jiřina",  "Zoltán",   "Ágnes",    "Mihai",      "Ioana",    "Jovana",   "Nikola",    "Eleni",
    "Stavros",   "Giulia",  "Matteo",   "Chiara",   "Luca",       "Inês",     "João",     "Beatriz",   "Thiago",
    "Luísa",     "Sofía",   "Mateo",    "Ximena",   "Joaquín",    "Itzel",    "Andrés",   "Marisol",   "Raúl",
    "Camille",   "Étienne", "Élodie",   "Jean-Luc", "Anne-Marie", "Anneke",   "Joris",    "Lotte",     "Jürgen",
    "Anneliese", "Björn",   "Freya",    "Søren",    "Astrid",     "Åsa",      "Lars",     "Aino",      "Väinö",
    "Siobhán",   "Niamh",   "Cillian",  "Rhiannon", "Euan",       "Margaret", "Alice",    "Thomas",    "Henry",
    "Grace",     "Samuel",  "Ruth",     "Walter",   "Hazel",      "Priya",    "Arjun",    "Ananya",    "Rohan",
    "Kavya",     "Sanjay",  "Meera",    "Vikram",   "Lakshmi",    "Farhana",  "Imran",    "Ayesha",    "Bilal",
    "Tharindu",  "Dilini",  "Wei",      "Li Na",    "Jian",       "Mei",      "Xiuying",  "Haoran",    "Yuki",
    "Haruto",    "Aiko",    "Kenji",    "Min-jun",  "Seo-yeon",   "Ji-ho",    "Linh",     "Quân",      "Thị Mai",
    "Đức",       "Somchai", "Malee",    "Putri",    "Bayu",       "Nurul",    "Aisyah",   "Maricel",   "Jomar",
    "Leilani",   "Keoni",   "Tāne",     "Aroha",    "Winona",     "Takoda",   "Sosefina", "Ezra",      "Miriam",
    "Noa",       "Eitan",   "Temuulen", "Saule",    "Aigerim",    "Pemba",    "Dolma",    "Rivka",     "Bogdan",
});

constexpr auto family_names = std::to_array<const char*>({
    "Adeyemi-Clarke", "Okonkwo",        "Eze",
    "Mensah",         "Boateng",        "Owusu",
    "Dlamini",        "Khumalo",        "Mokoena",
    "Kamau",          "Odhiambo",       "Tesfaye",
    "Bekele",         "Warsame",        "Diallo",
    "Traoré",         "Haddad",         "Khoury",
    "Al-Masri",       "El-Amin",        "Ben Youssef",
    "Rahimi",         "Farrokhzadeh",   "Yıldız",
    "Demir",          "Öztürk",         "Petrosyan",
    "Grigoryan",      "Beridze",        "Kapanadze",
    "Volkova",        "Sorokin",        "Shevchuk",
    "Bondarenko",     "Wiśniewska",     "Zając",
    "Kowalczyk",      "Dvořák",         "Svobodová",
    "Novotný",        "Szabó",          "Kovács",
    "Ionescu",        "Popa",           "Marković",
    "Đorđević",       "Papadakis",      "Economou",
    "Ricciardi",      "Bellandi",       "Esposito-Marin",
    "Fonseca",        "Magalhães",      "Nogueira",
    "Araújo",         "Quiroga",        "Ibarra",
    "Villaseñor",     "Núñez",          "Zamorano",
    "Peñaloza",       "Cárdenas",       "Montoya-Reyes",
    "Lefebvre",       "Beauchêne",      "Charbonneau",
    "D'Aubigny",      "van der Linden", "de Groot",
    "Verhoeven",      "Baumgärtner",    "Köhler",
    "Strauß",         "Weidemann",      "Lindqvist",
    "Håkansson",      "Sørensen",       "Bjørnstad",
    "Virtanen",       "Mäkelä",         "Ó Briain",
    "O'Sullivan",     "MacAllister",    "Llewellyn",
    "Pritchard",      "Ashcombe",       "Thornley",
    "Whitlock",       "Harrowgate",     "Fairbairn",
    "Copperfield",    "Redfern",        "Larkspur",
    "Winterbourne",   "Holloway",       "Marchbanks",
    "Tillery",        "Iyer",           "Raghunathan",
    "Chaudhary",      "Deshpande",      "Mukherjee",
    "Bhattacharya",   "Reddy",          "Nambiar",
    "Rahman",         "Siddiqui",       "Chowdhury",
    "Perera",         "Wickramasinghe", "Zhao",
    "Huang",          "Ouyang",         "Xu",
    "Zhou",           "Feng",           "Takahashi",
    "Morimoto",       "Hayashida",      "Fujikawa",
    "Park",           "Choi",           "Seong",
    "Hwang",          "Nguyễn",         "Trần",
    "Phạm",           "Đặng",           "Suksawat",
    "Charoensuk",     "Wibowo",         "Kusuma",
    "Binti Ahmad",    "Dela Cruz",      "Macaraeg",
    "Bautista",       "Kahananui",      "Kealoha",
    "Ngata",          "Te Rangi",       "Tall Pine",
    "Redcloud",       "Taufa",          "Abramovich",
    "Rosenthal",      "Ben-David",      "Levitan",
    "Batbayar",       "Nurmagambet",    "Suleimenova",
    "Sherpa",         "Tamang",         "Mitsotaki",
    "Castellanos",    "Brightwater",    "Nakamura-Bell",
    "Osei-Tutu",      "Mbeki-Ross",
});

/// People with one name.
constexpr auto single_names =
    std::to_array<const char*>({"Suryadi", "Wulandari", "Thiruchelvam", "Kalyani", "Hninsi", "Thandar", "Tenzing",
                                "Nurdiana", "Sulistyo", "Phyoe", "Lhamo", "Darmawan"});

constexpr auto letters = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"Ł", "L"}, {"ł", "l"}, {"á", "a"}, {"à", "a"},  {"ã", "a"}, {"ä", "a"}, {"å", "a"}, {"ā", "a"}, {"â", "a"},
    {"ạ", "a"}, {"ầ", "a"}, {"ặ", "a"}, {"ą", "a"},  {"Á", "A"}, {"Å", "A"}, {"é", "e"}, {"è", "e"}, {"ê", "e"},
    {"ễ", "e"}, {"ę", "e"}, {"É", "E"}, {"í", "i"},  {"ì", "i"}, {"ị", "i"}, {"ı", "i"}, {"ó", "o"}, {"ö", "o"},
    {"ø", "o"}, {"ő", "o"}, {"Ó", "O"}, {"Ö", "O"},  {"ú", "u"}, {"ü", "u"}, {"ư", "u"}, {"ứ", "u"}, {"ñ", "n"},
    {"ń", "n"}, {"ř", "r"}, {"š", "s"}, {"ś", "s"},  {"ž", "z"}, {"ż", "z"}, {"ý", "y"}, {"ć", "c"}, {"č", "c"},
    {"ç", "c"}, {"đ", "d"}, {"Đ", "D"}, {"ß", "ss"}, {"ş", "s"},
});

std::string key_of(std::string_view plain_given, std::string_view plain_family) {
  std::string key(plain_given);
  key += '|';
  key += plain_family;
  std::ranges::transform(key, key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return key;
}

}  // namespace

std::string without_accents(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const auto letter =
        std::ranges::find_if(letters, [&](const auto& l) { return text.substr(at).starts_with(l.first); });
    if (letter == letters.end()) {
      plain += text[at++];
    } else {
      plain += letter->second;
      at += letter->first.size();
    }
  }
  return plain;
}

DemoName draw_name(SeededRandom& random) {
  DemoName name;
  if (random.below(60) == 0) {
    name.family = single_names[random.below(single_names.size())];
  } else {
    name.given = given_names[random.below(given_names.size())];
    name.family = family_names[random.below(family_names.size())];
  }
  return name;
}

DemoName NameSource::next() {
  for (;;) {
    DemoName name = draw_name(random_);
    name.plain_given = without_accents(name.given);
    name.plain_family = without_accents(name.family);
    if (kept_families_.contains(name.plain_family)) continue;
    if (taken_.insert(key_of(name.plain_given, name.plain_family)).second) return name;
  }
}

DemoName NameSource::reserve(std::string_view given, std::string_view family) {
  DemoName name{std::string(given), std::string(family), without_accents(given), without_accents(family)};
  taken_.insert(key_of(name.plain_given, name.plain_family));
  return name;
}

void NameSource::keep_family(std::string_view family) { kept_families_.insert(without_accents(family)); }

}  // namespace chiron::app_demo
