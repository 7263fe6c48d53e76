"""Tells claims from dates, times, ages, ordinals, scores, identifiers, pronouns and idioms."""

from __future__ import annotations

from extractors import dating, naming
from extractors.amounts import PERCENT, TIMES, Amount
from extractors.numbers import Atoms
from extractors.records import NumberType
from extractors.typewords import OLDEST, Setting, TypeWords, is_title_case


def read(atoms: Atoms, amounts: list[Amount], words: TypeWords) -> list[Amount]:
    """Sets the type of each amount of one sentence; scores are joined into one. Linear time."""
    has_score = atoms.has_any(words["score_words"])
    has_odds = atoms.has_any(words["odds_words"])
    found: list[Amount] = []
    for k, a in enumerate(amounts):
        if found and found[-1].type == "score" and found[-1].last >= a.last:
            continue
        previous = amounts[k - 1] if k else None
        following = amounts[k + 1] if k + 1 < len(amounts) else None
        at = Setting(atoms, words, a, previous, following)
        is_odds = has_odds and naming.is_odds(at)
        a.type = "score" if is_odds else _type(at, has_score)
        if a.type == "claim":
            _doubt(at)
        found.append(a)
    return found


def _type(at: Setting, has_score: bool) -> NumberType:
    a = at.a
    if a.low is None:
        return "identifier"
    measured = a.unit.kind == "duration" and (
        a.is_range or at.before in at.words["measuring"] or at.before in at.words["from"]
    )
    sure = measured or a.unit is PERCENT or a.unit.kind == "money"
    if not sure and at.words.is_idiom(at.atoms, a.first):
        return "idiom"
    if a.form == "ordinal":
        return "ordinal"
    if a.is_base:
        return "other"
    if a.unit.kind == "money":
        return "claim"
    if a.form == "digits":
        found = dating.read(at) or naming.read(at, has_score)
        if found is not None:
            return found
    if a.form == "fraction" and a.unit is PERCENT:
        return _fraction_type(at)
    if a.form == "multiple":
        return _multiple_type(at)
    if a.unit.kind == "duration":
        return _duration_type(at)
    if a.unit.kind != "count":
        return "claim"
    return _count_type(at)


def _doubt(at: Setting) -> None:
    """Lowers the confidence of claims of a sort that is often none, or often misread."""
    a, atoms, words = at.a, at.atoms, at.words
    if a.form == "adjective":
        a.doubted("adjective", 0.8)
    cue = "" if a.bound_cue is None else atoms.words[a.bound_cue[0]]
    if a.unit.kind == "duration" and cue in words["deadlines"]:
        a.doubted("deadline or length", 0.8)
    if a.unit.kind != "count":
        return
    if atoms.row[a.last] in words["abstract"] or atoms.row[a.last + 1] in words["abstract"]:
        a.doubted("abstract noun", 0.85)
    if a.form != "digits" or not a.is_bare or a.numeral.is_grouped or a.numeral.scale != 1:
        return
    if len(atoms.words[a.numeral.first]) == 4 and (a.high or 0) < 2200:
        a.doubted("year or count", 0.8)
    elif atoms.is_upper(a.first - 1) and a.first > 1 and not at.has_plural():
        a.doubted("name before the number", 0.8)
    elif (
        not cue
        and a.hedge_cue is None
        and (atoms.is_upper(a.last) or not atoms.row[a.last].isalpha())
    ):
        a.doubted("nothing counted", 0.85)


# shares and multiples -------------------------------------------------------------------------


def _fraction_type(at: Setting) -> NumberType:
    """ "half of the crop" is a share; "half-time", "the second half", "a third man" are none."""
    a, atoms, words = at.a, at.atoms, at.words
    word, after = atoms.words[a.numeral.last - 1], atoms.row[a.last]
    hyphen = after == "-" and atoms.is_glued(a.last)
    lone = a.numeral.last - a.numeral.first == 1
    if word in words["halves"]:
        if hyphen or word not in words["half_words"] or at.before in words["half_not_before"]:
            return "idiom"
        told = after in words["half_after"] or at.before in words["half_before"]
        return "claim" if told or not lone else "idiom"
    if word in words["quarter_words"]:
        if a.numeral.has_article:
            told = after in words["quarter_after"] or at.before in words["half_before"]
            return "claim" if told else "other"
        return "other" if lone else "claim"
    if a.numeral.has_article:
        told = after in words["fraction_after"] or not (after.isalpha() or after == "-")
        return "claim" if told else "ordinal"
    return "claim"


def _multiple_type(at: Setting) -> NumberType:
    """ "doubled" and "twice the" are multiples; "asked twice" and "the halves" are none."""
    word = at.atoms.words[at.a.first]
    if word in at.words["adverb_multiples"]:
        return "claim" if at.word(at.a.last) in at.words["multiple_after"] else "idiom"
    return "idiom" if word in at.words["halves"] else "claim"


# durations ------------------------------------------------------------------------------------


def _duration_type(at: Setting) -> NumberType:
    """A length that was measured is a claim; one that only places an event in time is none."""
    a, words = at.a, at.words
    before, after = at.before, at.after
    if after == "-" and at.word(a.stop + 1).removesuffix("'s") in words["after_number_old"]:
        return _year_old(at, a.stop + 2)
    if after in words["after_number_old"]:
        return "age"
    if after in words["frame_after"]:
        if after in words["since"] and at.word(a.stop + 1):
            return "time"
        measured = before in words["measuring"] and after not in words["told_from"]
        if measured and (before in words["lasting_before"] or after in words["before_after"]):
            return "claim" if before not in words["than"] else "time"
        if after not in words["frame_after_weak"]:
            return "time"
    if after in words["from"] and at.word(a.stop + 1) in words["now"]:
        return "time"
    return _frame(at)


def _frame(at: Setting) -> NumberType:
    """ "in the past two weeks" places an event; "at least the next 24 hours" is a length."""
    a, words, j = at.a, at.words, at.a.first - 1
    before = at.before
    if before in words["frame_before"]:
        if before in words["lasts"] and at.word(j - 1) in words["modals"]:
            return "claim"  # "will last 100 years"
        return "claim" if a.bound not in ("exact", "between") else "time"
    if before in words["frame_prepositions"] and a.unit.code not in words["short_durations"]:
        return "time" if before in words["placing"] else "claim"
    if before in words["the"] and at.after in words["told_end"]:
        return "time"  # "in the 12 months through October"
    if before in words["demonstrative"] and a.form == "words" and not a.is_hyphened:
        if before in words["the"]:
            placed = at.word(j - 1) in words["frame_prepositions"]
            return "time" if placed and at.after not in words["from"] else "claim"
        return "other"
    return "claim"


def _year_old(at: Setting, j: int) -> NumberType:
    """ "19-year-old": an age that identifies somebody, unless a thing is named ("ban")."""
    words = at.words
    if at.word(j - 1) in words["olds"]:
        b = at.previous
        counted = b is not None and b.stop == at.a.first and b.unit.kind == "count"
        return "age" if counted else "claim"  # "two 14-year-olds", "62% of 18- to 29-year-olds"
    if at.a.high is None or at.a.high > OLDEST:
        return "claim"
    is_thing = False
    if at.word(j - 1).endswith("'s"):
        return "age"  # "the 14-year-old's bike"
    for k in range(j, j + 4):
        if k > j and at.is_finite(k):
            break  # "14-year-old Celeste ran home"
        word = at.word(k).removesuffix("'s")
        if word in words["people"]:
            return "age"  # "law student"
        if word != "-" and (not word[:1].isalpha() or word in words["small"]):
            break
        is_thing = is_thing or word in words["aged_things"]
    return "claim" if is_thing else "age"


# counts ---------------------------------------------------------------------------------------


def _count_type(at: Setting) -> NumberType:
    a, atoms, words = at.a, at.atoms, at.words
    before, after = at.before, atoms.row[a.last]
    if a.bound_cue is not None and a.is_bare and (a.high or 0) <= 100:
        cue = a.bound_cue[0]
        if atoms.words[cue] in words["age_bounds"] and at.word(cue - 1) in words["aged"]:
            return "age"  # "children under five"
    if a.is_bare and after == "-" and _is_hung_age(at):
        return "age"
    if a.form == "adjective":
        return _adjective_type(at)
    if a.form == "few":
        return "time" if after in words["frame_after"] else "claim"
    if a.form == "vague":
        lone = a.last - a.first == 1 and atoms.words[a.first] in words["of_only"]
        return "other" if lone and after not in words["of"] else "claim"
    if before in words["pointing"] and not at.has_noun():
        return "other"
    if a.form != "words" or a.numeral.scale > 1:
        return "claim"
    word = atoms.words[a.first]
    if before == "or" and at.word(a.first - 3) in words["one_word"] and not after.isalpha():
        return "idiom"  # "a word or two"
    if before in words["are"] and at.word(a.first - 2) in words["here"]:
        return "other"  # "Here are five questions"
    if word in words["one"] and a.last - a.first == 1 and not a.is_range:
        return _one_type(at)
    if word in words["list_openers"] and a.first == 0 and after in (",", ":"):
        return "idiom"
    if before in words["number_labels"] or _is_title(at):
        return "identifier"
    if before in words["demonstrative"] and not a.is_hyphened and (a.low or 0) <= 20:
        return "claim" if _is_partitive(at) else "other"
    return "claim"


def _is_hung_age(at: Setting) -> bool:
    """ "a 16- and a 17-year-old": the first number lacks the words behind the second."""
    b = at.following
    if b is None or b.unit.kind != "duration" or (at.a.high or 0) > OLDEST:
        return False
    joint = at.atoms.words[at.a.last + 1 : b.first]
    joined = len(joint) in (1, 2) and joint[0] in at.words["coordinators"]
    old = at.word(b.stop) == "-" and at.word(b.stop + 1) in at.words["after_number_old"]
    if not joined or not old:
        return False
    return _year_old(Setting(at.atoms, at.words, b, at.a, None), b.stop + 2) == "age"


def _is_title(at: Setting) -> bool:
    """A capital number word inside a name: "the Big Five", "Six Nations"."""
    atoms, a = at.atoms, at.a
    i = a.first
    if i == 0 or not atoms.is_upper(i) or is_title_case(atoms):
        return False
    before, named = at.before, atoms.is_upper(i - 1)
    if atoms.is_upper(a.last) and atoms.row[a.last].isalpha():
        return named or before in at.words["the"]
    if i == 1 or not named or not before.isalpha():
        return False
    return atoms.is_upper(i - 2) or before not in at.words["small"]


def _is_partitive(at: Setting) -> bool:
    """ "one of the two sites", "more than the three planned": new, though definite."""
    first = at.a.first
    if at.before not in at.words["the"]:
        return False
    return at.word(first - 2) in at.words["than_least"] or (
        at.word(first - 2) in at.words["partitives"]
        and at.word(first - 3) in at.words["parts_of_whole"]
    )


def _adjective_type(at: Setting) -> NumberType:
    """ "twin blasts", "a triple murder", "a single suspect", "double the number"."""
    a, words = at.a, at.words
    word, after = at.atoms.words[a.first], at.word(a.last)
    if word in words["single"]:
        usual = after in words["single_not_after"] or not after.isalpha()
        if usual or at.before not in words["one_word"]:
            return "idiom"
        a.doubted("single", 0.75)
        return "claim"
    if word in words["twin"]:
        return "claim" if after.endswith("s") and after.isalpha() and len(after) > 3 else "idiom"
    if after in words["multiple_after"]:
        a.unit, a.form, a.change, a.direction = TIMES, "multiple", "times", "up"
        return "claim"
    if after not in words["adjective_nouns"]:
        return "idiom"
    return "other" if at.before in words["demonstrative"] else "claim"


def _is_teller(at: Setting) -> bool:
    """ "One man said", "one senior official told": somebody speaks, nobody is counted."""
    small, tells = at.words["small"], at.words["one_tells"]
    for k in range(at.a.last, at.a.last + 4):
        word = at.word(k)
        if word in tells:
            return k > at.a.last
        if not word.isalpha() or word in small:
            return False
    return False


def _one_type(at: Setting) -> NumberType:
    """ "One" as a count ("killed one man", "only one case") or as a pronoun ("one of the best")."""
    a, words = at.a, at.words
    before, after = at.before, at.word(a.last)
    if a.is_hyphened:
        return "claim"
    if before in words["no_one"]:
        return "pronoun"
    if after == "-":
        return "idiom"
    if before in words["one_claim_before"] and after not in words["another"]:
        partitive = after in words["of"] and before not in words["than_least"]
        return "pronoun" if before in words["another"] or partitive else "claim"
    if _is_teller(at):
        return "pronoun"
    if not after.isalpha() or after in words["one_pronoun_after"]:
        more = after in words["more"] and at.word(a.last + 1).isalpha()
        return "claim" if more else "pronoun"
    if before in words["one_pronoun_before"]:
        return "pronoun"
    if after in words["one_claim_after_nouns"]:
        return "claim"
    if a.first == 0 or not before.isalpha():
        return "pronoun"
    a.doubted("one before a noun", 0.7)
    return "claim"
