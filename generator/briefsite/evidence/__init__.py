"""Do these words, and these figures, stand in that text? Knows nothing of the rest.

The rules, which `docs/metodo.md` states to readers in the same order:

1. Words are compared after folding *typography only*: quotation marks, apostrophes, dashes, runs of
   white space, Unicode composition. Never letters, accents, digits, case or word order. A match
   neither begins nor ends inside a word or number, and never crosses a paragraph. Paragraphs end at
   blank lines and lines of dashes; in a text that has (almost) no blank lines, or marks speech by
   turns or dashes, also at line ends, unless lines are wrapped (`sentences.are_wrapped`).
2. `[…]` stands for omitted words; any other text in square brackets is the editor's. Neither is
   compared. The parts between must follow each other in order within one paragraph.
3. The words must be found exactly once; else the words right before or after single them out
   (the `prefix` and `suffix` of the W3C's Web Annotation model, TextQuoteSelector).
4. A quotation must also stand inside quotation marks; in a text that marks speech otherwise, in the
   words of one turn, or in what is said after a dash (`Found.quoted`). Nothing crosses two turns.
5. A slip of the source (`sic`) also matches as it was meant. Where it is one of quotation marks alone,
   rule 4 reads the marks as they were meant.
6. Whether words stand there is decided by comparison alone. `nearest` is for messages.
7. A figure of the editors stands in the evidence of what they say, in any usual spelling
   (`figure_reading.figures`, `Figure.stands_in`), or is worked out from it (`working`).

Offsets are those of the text as received, in characters.
"""
