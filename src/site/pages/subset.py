"""Makes math.woff2 of STIXMath-Regular.otf (SIL Open Font License): the characters of TexSymbols.java,
with the tables that browsers need to set MathML; under another name, as the licence asks.

    python3 subset.py STIXMath-Regular.otf ../java/io/lanewise/site/TexSymbols.java math.woff2

Needs fontTools and brotli.
"""
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

source, symbols, target = sys.argv[1:]
wanted = {ord(c) for c in open(symbols, encoding="utf-8").read() if c.isprintable()}
wanted |= set(range(0x20, 0x7F)) | set(map(ord, "√∫′″‾¯˙¨⏞⏟−∗\u00a0\u2009\u2061"))
wanted |= set(range(0x391, 0x3CA)) | {0x3D1, 0x3D5, 0x3F5}
for first, count in ((0x1D400, 52), (0x1D434, 52), (0x1D468, 52), (0x1D49C, 26), (0x1D538, 26), (0x1D5A0, 52),
                     (0x1D670, 52), (0x1D6A8, 58), (0x1D6E2, 58), (0x1D71C, 58), (0x1D7CE, 10)):
    wanted |= set(range(first, first + count))
wanted |= set(map(ord, "ℂℍℕℙℚℝℤℬℰℱℋℐℒℳℛℎ"))

font = TTFont(source)
options = subset.Options()
options.flavor = "woff2"
options.hinting = False
options.desubroutinize = True
options.layout_features = ["ssty", "math", "kern"]
options.drop_tables += ["FFTM", "GPOS"]
options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
options.notdef_outline = True
subsetter = subset.Subsetter(options)
subsetter.populate(unicodes=wanted)
subsetter.subset(font)
for record in font["name"].names:
    if record.nameID in (1, 3, 4):
        record.string = "Lanewise Math"
    elif record.nameID == 6:
        record.string = "LanewiseMath"
cff = font["CFF "].cff
cff.fontNames[0] = "LanewiseMath"
cff[0].FullName = cff[0].FamilyName = "Lanewise Math"
font.flavor = "woff2"
font.save(target)
print(target, len(font.getGlyphOrder()), "glyphs; missing:",
      "".join(chr(c) for c in sorted(wanted - set(TTFont(source).getBestCmap())) if c > 0x7F))
