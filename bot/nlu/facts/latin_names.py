"""What a name in Latin letters looks like, in lower case, and what is none (patterns)."""

LATIN_NAME = (
    r"(?!(?:i|my|our|an|some|we|he|she|they|it|the|your|you|this|that|not|and|who|is|was|did|has"
    r"|had|from"
    r"|by|with|via"
    r"|through|ask|asked|to|for|please|tell|told|called|named|met|of|at|in|on|dear|hi|hello|so"
    r"|when|because|can|can't|could|would|will|do|does|fetch|get|give|send|everything|nothing|sir"
    r"|madam|where|what"
    r"|why|how|since|after|before|if|but|also|then|yes|no|only|even|both|all|any|every|each|one"
    r"|two)\b)"
    r"[a-z][a-z'’-]{0,20}"
    r"(?: (?!(?:and|my|from|i|the|here|with|who|is|was|speaking"
    r"|writing)\b)[a-z][a-z'’-]{0,20}){0,3}"
)
NO_LATIN_NAME = (
    "not|very|really|so|an?|the|sorry|writing|from|in|on|at|just|still|now|also|your|done|pure"
    "|absolutely|totally|extremely|going|getting|asking|calling|trying|fed|dear|about|for|all"
    "|platinum|gold|vip"
)
_MISTAKEN = (
    r"(?:wrong|wrongly|incorrect|incorrectly|misspel(?:t|led)|mistyped|spel(?:t|led)|written"
    r"|false|mistaken|missing|right|correct|changed|different|not|corrected|updated)\b"
)
SAID_WRONG = (
    rf"(?: {_MISTAKEN}[^.;!?]{{0,12}}[,;.] ?(?:it(?: is|'s)|it should be|i am|i'm))?"
    rf" ?(?!{_MISTAKEN})"
)
"""Between “my name is” and the name: “my name is wrong” tells none, “wrong, it is Emily” does."""
