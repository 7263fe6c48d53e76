"""Tells numbers that name something (models, addresses, phones, scores, ages) from counts."""

from __future__ import annotations

from extractors.records import NumberType
from extractors.typewords import OLDEST, Setting

_CLOSING = frozenset([",", ".", "", ";", ")", "?", "!", '"', "”", "'", ":", "—", "-"])


def read(at: Setting, has_score: bool) -> NumberType | None:
    """The type of a number in digits that is no count, share or measure; else None.

    `has_score`: a word of winning, losing or voting stands in the sentence.
    """
    a, words, atoms = at.a, at.words, at.atoms
    i, last = a.numeral.first, a.numeral.last - 1
    thousand = last > i and atoms.is_glued(last) and atoms.row[last] in words["named_ends"]
    if thousand and atoms.words[i] in words["named_numbers"]:
        return "identifier"  # "401k"
    if (a.is_bare or a.unit.kind != "share") and (found := _touched(at)) is not None:
        return found
    if a.is_bare:
        if at.word(a.first - 1) in words["minus_words"] and at.word(a.first - 2) == "or":
            return "other"  # "plus or minus 3"
        if _is_model(at) or _is_number_code(at) or _is_phone(at) or _is_address(at):
            return "identifier"
        if _is_called(at):
            return "identifier"
        if at.previous is not None and at.previous.type == "identifier" and at.gap() == ("of",):
            return "identifier"  # "Image 3 of 6"
        if _is_named(at):
            return "identifier"
        if _is_score(at, has_score):
            return "score"
        if _is_label(at) or _is_list_mark(at):
            return "identifier"
    if at.word(a.numeral.last) in words["ordinals"]:
        return "ordinal"
    if _is_age(at):
        return "age"
    if a.is_bare and atoms.row[a.first - 1] and _is_name(at):
        return "identifier"
    return None


def _touched(at: Setting) -> NumberType | None:
    """Letters that touch the number: "A320", "3M", "F-16", "COVID-19", "20th", "7-Eleven"."""
    atoms, words, a = at.atoms, at.words, at.a
    i, stop = a.numeral.first, a.numeral.last
    before, after = atoms.row[i - 1], atoms.row[stop]
    if atoms.is_glued(i) and before and (before[-1].isalpha() or before == "_"):
        return "identifier"
    if a.unit_at is not None:
        return None
    is_plan = atoms.words[i] in words["named_numbers"]
    if (
        after == "("
        and (atoms.is_glued(stop) or is_plan)
        and atoms.is_glued(stop + 1)
        and len(atoms.word(stop + 1)) == 1
        and atoms.word(stop + 2) == ")"
    ):
        return "identifier"  # "401(k)", "Section 9(2)"
    if atoms.is_glued(stop) and after[:1].isalpha() and a.last == stop:
        return "ordinal" if after in words["ordinal_ends"] else "identifier"
    if before == "." and atoms.is_glued(i) and atoms.is_glued(i - 1) and at.word(i - 2).isalpha():
        return "identifier"  # "ID.3"
    if (
        before == "-"
        and atoms.is_glued(i)
        and atoms.is_glued(i - 1)
        and not a.is_negative
        and at.word(i - 2)[-1:].isalnum()
    ):
        left = atoms.words[i - 2]
        if left[0].isdigit():
            previous = at.previous
            if previous is not None and previous.type in ("identifier", "date", "time"):
                return previous.type
        elif left not in words["prefixes"]:
            return "identifier"
    if (
        after == "-"
        and atoms.is_glued(stop)
        and atoms.is_glued(stop + 1)
        and atoms.is_upper(stop + 1)
        and atoms.row[stop + 1] not in words["months"]
        and not a.numeral.is_grouped
    ):
        return "identifier"
    return None


def _is_model(at: Setting) -> bool:
    """ "the 737", "a 787 Dreamliner", "a .223-calibre rifle"."""
    atoms, words, a = at.atoms, at.words, at.a
    stop = a.numeral.last
    after = atoms.row[stop]
    if (atoms.row[stop + 1] if after == "-" else after) in words["calibres"]:
        return True
    return atoms.words[a.numeral.first] in words["model_numbers"] and (
        atoms.is_upper(stop)
        or after in words["craft"]
        or (at.before in words["model_articles"] and not at.has_noun())
    )


def _is_named(at: Setting) -> bool:
    """ "a 529 plan", "1040 forms": a number that names the plan or form behind it."""
    words, a = at.words, at.a
    if a.numeral.is_grouped or a.is_range or at.after not in words["named_things"]:
        return False
    if at.atoms.words[a.numeral.first] in words["named_numbers"]:
        return True
    return at.before in words["one_article"] and not at.after.endswith("s") and (a.low or 0) > 99


def _is_number_code(at: Setting) -> bool:
    """ "007", "10/12", "24/7": a leading zero, or a slash or colon between digits."""
    atoms = at.atoms
    i, stop = at.a.numeral.first, at.a.numeral.last
    surface = atoms.words[i]
    if surface[0] == "0" and len(surface) > 1 and surface.isdecimal():
        return True
    if at.word(i - 1) == "/" and atoms.is_glued(i):
        return True
    glued = atoms.is_glued(stop) and atoms.is_glued(stop + 1)
    after = atoms.row[stop + 1]
    if atoms.row[stop] == "-" and glued and after in at.words["docket_letters"]:
        return atoms.row[stop + 2] == "-" and atoms.is_glued(stop + 2)  # "19-cv-02311"
    return atoms.row[stop] == "/" and glued and after[:1].isdigit()


def _is_phone(at: Setting) -> bool:
    """Three or more groups of digits in a row with one hyphen or space between."""
    atoms, a = at.atoms, at.a
    start, end = a.numeral.first, a.last - 1
    if not atoms.words[start].isdecimal():
        return False
    groups = 2 if a.is_range else 1
    while start > 0 and groups < 5:
        k = start - (2 if atoms.words[start - 1] in ("-", ".", ")") else 1)
        if k < 0 or not atoms.words[k].isdecimal() or atoms.starts[start] - atoms.ends[k] > 2:
            break
        start, groups = k, groups + 1
    while end + 1 < len(atoms.words) and groups < 7:
        closed = atoms.words[end + 1] == ")" and atoms.row[start - 1] == "("  # "(555) 555-0142"
        k = end + (2 if closed or atoms.words[end + 1] in ("-", ".") else 1)
        if k >= len(atoms.words) or atoms.starts[k] - atoms.ends[end] > 1 + closed:
            break
        if not atoms.words[k].isdecimal():
            # "1-800-CALL-NOW"
            letters = atoms.words[end + 1] == "-" and atoms.surface(k).isupper()
            groups += groups >= 2 and letters
            break
        end, groups = k, groups + 1
    if groups >= 3:
        return not a.is_range or "-" in atoms.words[start:end]
    first, last = atoms.words[start], atoms.words[end]
    return groups == 2 and atoms.words[start + 1] == "-" and (len(first), len(last)) == (3, 4)


def _is_called(at: Setting) -> bool:
    """ "Call 911", "text 60777", "police on 101", "0800 555 111": a number to be called."""
    a, words, atoms = at.a, at.words, at.atoms
    i = a.first
    if a.is_range or a.unit_at is not None or not atoms.words[i][0].isdigit():
        return False
    before = at.previous
    if before is not None and before.last == i and before.type == "identifier":
        return atoms.words[before.first][0] == "0"
    digits = sum(map(str.isdigit, atoms.words[i]))
    if digits < 3 or at.has_noun() or "," in atoms.words[i]:
        return False
    if at.before in words["phone_words"]:
        return not atoms.is_upper(a.last)
    linked = at.before in words["phone_links"]
    return linked and not words["phone_words"].isdisjoint(atoms.words[max(0, i - 6) : i - 1])


def is_odds(at: Setting) -> bool:
    """ "five to one", "a 9 to 4 favourite"; both numbers are then one amount.

    Only where a word of betting stands in the sentence.
    """
    a, b, atoms = at.a, at.following, at.atoms
    if b is None or a.low is None or b.low is None or a.unit.kind != "count" or b.low > 20:
        return False
    if a.is_range or a.low < b.low or a.numeral.scale > 1:
        return False
    gap = tuple(atoms.words[a.last : b.first])
    if gap not in at.words.odds or (b.is_range and not atoms.is_glued(b.first)):
        return False
    if b.is_range:
        return True  # "from 5-1 to 3-1"
    a.high, a.last, a.stop = b.low, b.last, b.last
    return True


def _is_address(at: Setting) -> bool:
    """ "1600 Elm Avenue", "9 E 71st St", "22 Rue Haute"."""
    atoms, words, j = at.atoms, at.words, at.a.last
    if at.a.numeral.is_grouped:
        return False
    if atoms.row[j] in words["after_zip"]:
        return True
    if atoms.row[j] in words["streets"] and atoms.is_upper(j) and atoms.is_upper(j + 1):
        return True
    for k in range(j, j + 6):
        word = atoms.row[k]
        if word == "." and atoms.row[k - 1] in words["compass"]:
            continue
        if k > j and word in words["streets"]:
            return True
        if not (atoms.is_upper(k) or word[:1].isdigit() or word in words["street_links"]):
            return False
    return False


def _is_score(at: Setting, has_score: bool) -> bool:
    """ "3-1", "10-2": two small whole numbers with a glued hyphen; the amount takes in both."""
    atoms, a, b = at.atoms, at.a, at.following
    if a.is_range:
        return (
            has_score
            and a.high is not None
            and a.high < 600
            and a.unit_at is None
            and a.last - a.first == 3
            and "-" in atoms.words[a.first : a.last]
            and atoms.is_glued(a.first + 1)
            and atoms.is_glued(a.first + 2)
            and (not at.has_plural() or at.after in at.words["tallies"])
        )
    if b is None or not b.is_bare or b.form != "digits" or a.low is None or b.low is None:
        return False
    if atoms.words[a.last : b.first] != ["-"] or a.low >= 600 or b.low >= 600:
        return False
    if not (atoms.is_glued(a.last) and atoms.is_glued(b.first)):
        return False
    if a.numeral.is_grouped or b.numeral.is_grouped:
        return False
    if atoms.row[b.last] == "-" and atoms.is_glued(b.last) and at.word(b.last + 1)[:1].isdigit():
        return False
    a.high = b.low
    a.last = a.stop = b.last
    return True


def _is_label(at: Setting) -> bool:
    """A number that names: "No. 5", "Section 427", "gate 14", "Resolution 1701"."""
    atoms, words, j = at.atoms, at.words, at.a.first - 1
    word = atoms.row[j]
    if word == "." and atoms.row[j - 1] in words["labels_short"]:
        return True
    if word not in words["labels"]:
        return False
    if word in words["labels_any_case"]:
        return word != "no" or atoms.is_upper(j)
    # a sentence may begin with a plain word: "Form 12 lines", but "Title 42 ended"
    named = j > 0 or not at.has_noun() or at.is_finite(at.a.last)
    if atoms.words[at.a.first] in words["named_numbers"]:
        return atoms.is_upper(j)  # "Form 990 lists"
    capital = atoms.is_upper(j) and named and not at.has_plural()
    lower = word in words["labels_lower"] and not at.has_noun() and not at.a.numeral.is_grouped
    return capital or lower


def _is_name(at: Setting) -> bool:
    """ "Boeing 737", "the S&P 500": a number right after a name, with no noun of its own."""
    atoms, words, a = at.atoms, at.words, at.a
    i = a.first
    if a.numeral.is_grouped or a.numeral.scale > 1 or a.is_range or i == 0:
        return False
    named, word = atoms.surface(i - 1), atoms.words[i - 1]
    if named.islower() or not named[0].isalpha() or i == 1:
        return False  # the first word of a sentence is capital anyway
    previous = at.previous
    counted = previous is not None and previous.type == "claim" and previous.unit.kind == "count"
    if counted and atoms.row[i - 2] in words["ellipsis_before"] and not atoms.is_upper(a.last):
        return False  # "Sund sent 6 planes, Elm 4 and Nord 2"
    if word in words["months"] or word in words["weekdays"] or word in words["year_prepositions"]:
        return False
    if at.has_plural() or at.after in words["count_verbs"]:
        return False
    if word in words["finite"] or (a.bound_cue is not None and a.bound_cue[1] == i):
        return False  # a headline in capitals: "Storm Kills 4", "At Least 4"
    after = atoms.row[a.last]
    if after in _CLOSING or atoms.is_upper(a.last):
        return True
    return after in words["small"] or not at.has_noun() or not after.endswith("s")


def _is_list_mark(at: Setting) -> bool:
    """ "1." or "(1)" or "1)" at the head of a sentence."""
    atoms, a = at.atoms, at.a
    i, stop = a.numeral.first, a.numeral.last
    if a.low is None or a.low > 99 or not atoms.words[i].isdecimal():
        return False
    if i == 0 and atoms.row[stop] in (".", ")") and atoms.is_glued(stop):
        return atoms.row[stop] == ")" or atoms.is_upper(stop + 1) or stop + 1 >= len(atoms.words)
    if atoms.row[i - 1] == "(" and atoms.row[stop] == ")":
        glued = atoms.is_glued(i) and atoms.is_glued(stop)
        return glued and (i == 1 or not atoms.row[i - 2].isalpha() or a.low < 20)
    return False


def _is_age(at: Setting) -> bool:
    """ "aged 25 to 54", "at the age of 18", "Brel, 34, of Elm", "Brel (34)"."""
    atoms, words, a = at.atoms, at.words, at.a
    if a.low is None or (a.high or 0) > OLDEST:
        return False
    if a.unit.kind == "duration":
        return at.before in words["age_labels"]
    if a.unit.kind != "count":
        return False
    if a.is_bare and at.before in words["age_labels"]:
        return True
    is_told = at.before in words["age_verbs"] and atoms.row[a.first - 2] in words["one_person"]
    if is_told and a.is_bare and not a.is_range and atoms.row[a.last] in words["age_after"]:
        return True  # "she is 14", "Celeste, who was 14,"
    previous = at.previous
    if a.is_bare and previous is not None and previous.type == "age" and at.gap() in words.listed:
        return True
    i = a.first
    if at.before == "of" and atoms.row[i - 2] in words["age_labels"]:
        return atoms.row[i - 3] not in words["age_figures"]
    if not a.is_bare or a.numeral.scale > 1 or a.numeral.is_grouped or a.is_range or a.low < 1:
        return False
    after = atoms.row[a.last]
    if at.before == "at" and atoms.row[i - 2] in words["dying"]:
        # "died at 83", but "put the number of dead at 83"
        return not at.has_noun() and a.low > 0 and atoms.row[i - 3] not in words["small"]
    if at.before == "," and i > 1:
        if after not in _CLOSING or after in ("?", "!", '"', "”", "'"):
            return False
        if atoms.is_upper(i - 2) and atoms.row[i - 2][0].isalpha():
            return True
        if atoms.row[i - 2] == "." and atoms.is_glued(i - 2):
            return atoms.row[i - 3] in words["name_ends"]  # "Ben Oru Jr., 10,"
        return after in (",", ")", "—") and _is_person(at, atoms.row[i - 2])
    return at.before == "(" and after == ")" and atoms.is_upper(i - 2)


def _is_person(at: Setting, word: str) -> bool:
    """Whether `word` says what somebody is: "driver", "fan", "historian"."""
    return word in at.words["people"] or (
        len(word) > 4 and word.endswith(tuple(at.words["people_ends"]))
    )
